using TrafficClassifier.Wire;

namespace TrafficClassifier.Tests.Wire.Laws;

/// <summary>The shape of a view's doors, <c>TryRead</c> and <c>TryReadCut</c>.</summary>
internal delegate DecodeStatus ViewReader<TView>(ReadOnlySpan<byte> bytes, out TView view)
    where TView : struct, IWireView<TView>, allows ref struct;
