using System.Buffers.Binary;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>
/// What the filter with a memory should pass, in plain C#: what a frame is says the classic program, which is tested by itself; what is
/// remembered of its connection is written here anew.
/// </summary>
internal sealed class ConnectionModel(TunnelPolicy tunnels)
{
    private readonly BpfInterpreter _program = new(ClassicProgram.BuildVerdicts(tunnels));
    private readonly Dictionary<string, Connection> _connections = [];

    public int Connections => _connections.Count;

    public bool Passes(ReadOnlySpan<byte> frame)
    {
        Span<uint> cells = stackalloc uint[16];
        var verdict = (Verdict)_program.Run(frame, cells);
        if (verdict is Verdict.Pass or Verdict.Drop)
        {
            return verdict == Verdict.Pass;
        }
        var (network, transport) = ((int)cells[ClassicProgram.Network], (int)cells[ClassicProgram.Transport]);
        var sequence = BinaryPrimitives.ReadUInt32BigEndian(frame[(transport + 4)..]);
        var key = Convert.ToHexString(frame[network] >> 4 == 4 ? frame.Slice(network + 12, 8) : frame.Slice(network + 8, 32)) + Convert.ToHexString(frame.Slice(transport, 4));
        _connections.TryGetValue(key, out var known);
        if (verdict == Verdict.Opens)
        {
            _connections[key] = new Connection { Start = sequence + 1, Awaited = 32768, Left = 1 };
            return true;
        }
        if (verdict == Verdict.Ends)
        {
            return known is { Awaited: > 0 } or { Left: > 0 };
        }
        var payload = frame[(int)cells[ClassicProgram.Payload]..(int)cells[ClassicProgram.End]];
        if (verdict == Verdict.GoesOn)
        {
            return known is null ? Unknown(key, sequence, BinaryPrimitives.ReadUInt16BigEndian(frame[(transport + 2)..])) : known.GoesOn(sequence);
        }
        var lacks = verdict == Verdict.Hello ? HelloLacks(payload) : RequestLacks(payload);
        var offset = known is null ? 0 : sequence - known.Start;
        if (offset == 0 || offset >= known!.Awaited)
        {
            _connections[key] = new Connection { Start = sequence, Awaited = lacks };
        }
        else if (lacks > 0)
        {
            known.Awaited = Math.Max(known.Awaited, offset + lacks);
        }
        return true;
    }

    private bool Unknown(string key, uint sequence, ushort destinationPort)
    {
        if (destinationPort is >= 1024 and not (8080 or 8443))
        {
            return false;
        }
        _connections[key] = new Connection { Start = sequence, Left = 2 };
        return true;
    }

    /// <summary>From the hello's beginning on; nothing when it is whole.</summary>
    private static uint HelloLacks(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 9)
        {
            return 32768;
        }
        var (record, hello) = ((payload[3] << 8) + payload[4], (payload[6] << 16) + (payload[7] << 8) + payload[8]);
        return hello + 4 > record ? 32768 : payload.Length >= 5 + 4 + hello ? 0 : 9u + (uint)hello;
    }

    private static uint RequestLacks(ReadOnlySpan<byte> payload) => payload.EndsWith("\r\n\r\n"u8) ? 0u : 16384;

    private sealed class Connection
    {
        public uint Start { get; init; }

        public uint Awaited { get; set; }

        public int Left { get; set; }

        public bool GoesOn(uint sequence)
        {
            var offset = sequence - Start;
            if (offset < Awaited)
            {
                if (offset == 0 && Left > 0)
                {
                    (Awaited, Left) = (0, 0);
                }
                return true;
            }
            if (Left == 0 || (Awaited > 0 && offset >= 1 << 24))
            {
                return false;
            }
            (Awaited, Left) = (0, Left - 1);
            return true;
        }
    }
}
