namespace Circular2010.People;

/// <summary>A person's place in a department for a time.</summary>
internal readonly record struct Post(string Department, Validity Validity);
