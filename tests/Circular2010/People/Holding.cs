namespace Circular2010.People;

/// <summary>A device in a person's hands for a time.</summary>
internal readonly record struct Holding(Person Person, Validity Validity);
