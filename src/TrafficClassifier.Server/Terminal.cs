using System.Text;

namespace TrafficClassifier.Server;

/// <summary>Where a command writes, and whether a person is looking.</summary>
internal sealed class Terminal : IDisposable
{
    public Terminal(TextWriter output, TextWriter error, Stream bytes, bool isInteractive)
    {
        Output = output;
        Error = error;
        Bytes = bytes;
        IsInteractive = isInteractive;
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>Standard output as bytes, for what is written in bulk.</summary>
    public Stream Bytes { get; }

    /// <summary>Standard error is a terminal: progress is wanted.</summary>
    public bool IsInteractive { get; }

    public static Terminal OfProcess()
    {
        var bytes = new BufferedStream(Console.OpenStandardOutput(), 64 * 1024);
        return new Terminal(new StreamWriter(bytes, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" }, Console.Error, bytes, !Console.IsErrorRedirected);
    }

    public void Dispose()
    {
        Output.Dispose();
        Error.Dispose();
        Bytes.Dispose();
    }
}
