namespace Circular2010.Frames;

/// <summary>One side of a frame. The hardware address is mostly a router's: the mirror port sits in the core.</summary>
internal readonly record struct Endpoint(ulong Mac, uint Address, int Port);
