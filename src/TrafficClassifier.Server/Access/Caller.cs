namespace TrafficClassifier.Server.Access;

/// <summary>Who asks.</summary>
/// <param name="Name">As tokens and certificates name it; of the local endpoints without a token: local.</param>
/// <param name="Role">What it may.</param>
/// <param name="Peer">Where it asks from.</param>
internal sealed record Caller(string Name, Role Role, string Peer);
