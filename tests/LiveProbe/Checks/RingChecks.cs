namespace TrafficClassifier.LiveProbe.Checks;

internal static class RingChecks
{
}
