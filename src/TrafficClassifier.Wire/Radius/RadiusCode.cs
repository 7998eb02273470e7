namespace TrafficClassifier.Wire.Radius;

/// <summary>RFC 2865 3, RFC 2866 3. An open set.</summary>
public static class RadiusCode
{
    public const byte AccountingRequest = 4;
    public const byte AccountingResponse = 5;
}
