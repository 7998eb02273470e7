namespace TrafficClassifier.Sightings;

/// <summary>Takes a sighting; valid only during the call.</summary>
public delegate void SightingHandler(scoped in Sighting sighting);
