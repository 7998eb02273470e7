namespace Circular2010.Story;

/// <summary>What is hard to get right: who stands in which trap of captures/circular-2010/README.md.</summary>
internal enum Trap
{
    None,
    AddressMoves,
    TwoDevices,
    DeviceChangesHands,
    Guest,
    Renewal,
    LeaseBeforeCapture,
    LookupOnly,
    WidgetOnly,
    OutsideHours,
    SundayOnly,
    LookalikeOnly,
    EdgeOfTheHour,
    Careless,
    Moved,
    Left,
    Joined,
    InformWhileLeased,
    InformStatic,
    Decline,
    Nak,
    GraceAfterExpiry,
    LongAfterExpiry,
    LeasedAgain,
    ImportedThenReleased,
}
