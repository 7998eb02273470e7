namespace Circular2010.Story;

/// <summary>What is hard to get right. The numbers are those of captures/circular-2010/README.md.</summary>
internal enum Trap
{
    None = 0,
    AddressMoves = 1,
    TwoDevices = 2,
    DeviceChangesHands = 3,
    Guest = 4,
    Renewal = 5,
    LeaseBeforeCapture = 6,
    LookupOnly = 7,
    WidgetOnly = 8,
    OutsideHours = 9,
    SundayOnly = 10,
    LookalikeOnly = 11,
    EdgeOfTheHour = 12,
    Careless = 14,
    Moved = 16,
    Left = 17,
    Joined = 18,
    InformWhileLeased = 19,
    InformStatic = 20,
    Decline = 21,
    Nak = 22,
    GraceAfterExpiry = 23,
    LongAfterExpiry = 24,
    LeasedAgain = 25,
    ImportedThenReleased = 26,
}
