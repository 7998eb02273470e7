namespace TrafficClassifier.Capture.Live;

/// <summary>An engine cannot be opened, or go on. The message is one line for the operator. Handlers do not throw it.</summary>
public sealed class EngineException : IOException
{
    public EngineException()
        : this(EngineFault.Refused, "the interface cannot be captured")
    {
    }

    public EngineException(string message)
        : this(EngineFault.Refused, message)
    {
    }

    public EngineException(string message, Exception innerException)
        : base(message, innerException)
    {
        Fault = EngineFault.Refused;
    }

    public EngineException(EngineFault fault, string message)
        : base(message)
    {
        Fault = fault;
    }

    public EngineFault Fault { get; }
}
