namespace Circular2010.Results;

/// <summary>A line of traps.csv: how many stand in the trap, and the count if this trap alone is mishandled (or, without people, a counter).</summary>
public sealed record TrapRow(string Trap, int? People, int? CountIfMishandled);
