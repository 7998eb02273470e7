namespace Circular2010.Frames;

/// <summary>A damaged frame.</summary>
/// <param name="Bytes">What was captured.</param>
/// <param name="CutBytes">How much the snap length took from its end.</param>
/// <param name="IsDecoy">Well formed: only what lies behind the lengths its headers give must not be read.</param>
internal readonly record struct Broken(byte[] Bytes, int CutBytes = 0, bool IsDecoy = false);
