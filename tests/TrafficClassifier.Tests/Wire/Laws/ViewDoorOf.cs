using System.Reflection;
using TrafficClassifier.Wire;

namespace TrafficClassifier.Tests.Wire.Laws;

/// <summary>A door whose view is known.</summary>
internal sealed class ViewDoorOf<TView> : ViewDoor
    where TView : struct, IWireView<TView>, allows ref struct
{
    private readonly ViewReader<TView> _reader;
    private readonly PropertyReader<TView>[] _properties;

    /// <summary>Made by reflection.</summary>
    public ViewDoorOf(string method)
        : base(typeof(TView), method)
    {
        _reader = typeof(TView).GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<ViewReader<TView>>();
        _properties = [.. typeof(TView).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(PropertyReader<TView>.Of)];
    }

    public override double AllocatedByReading(byte[] bytes) => Allocation.PerRound(() =>
    {
        if (_reader(bytes, out var view) != DecodeStatus.Ok)
        {
            return;
        }
        foreach (var property in _properties)
        {
            property.Read(ref view);
        }
    });

    protected override string Open(ReadOnlySpan<byte> bytes, out DecodeStatus status)
    {
        status = _reader(bytes, out var view);
        return status == DecodeStatus.Ok ? view.ToString() : "";
    }
}
