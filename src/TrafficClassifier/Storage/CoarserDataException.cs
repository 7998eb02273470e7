namespace TrafficClassifier.Storage;

/// <summary>A question needs minutes or hours that retention has united; the message says what can be asked.</summary>
public sealed class CoarserDataException : InvalidOperationException
{
    public CoarserDataException()
    {
    }

    public CoarserDataException(string message)
        : base(message)
    {
    }

    public CoarserDataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
