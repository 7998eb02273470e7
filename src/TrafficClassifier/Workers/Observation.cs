using System.Runtime.InteropServices;
using TrafficClassifier.Sightings;

namespace TrafficClassifier.Workers;

/// <summary>
/// The head of a record. Behind it stand the addresses, the link's source and the message's bytes, then what fills up to 8 bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Observation
{
    public const int Alignment = 8;

    /// <summary>The record's place among those of all workers.</summary>
    public long Order;

    /// <summary>Of the message.</summary>
    public long Time;

    /// <summary>Of the whole record, with what fills it.</summary>
    public int Length;

    public int BodyLength;

    public ObservationKind Kind;
    public byte AddressesLength;
    public byte LinkLength;
    public byte HopLimit;
    public ushort SourcePort;
    public ushort DestinationPort;

    public Evidence Evidence;
    public OutOfSight OutOfSight;
    public bool IsEncryptedHello;
    public bool NeedsAnswers;
}
