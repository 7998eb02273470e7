using TrafficClassifier.Capture;

namespace TrafficClassifier.FrameFuzz;

/// <summary>The captures whose frames are spoiled, each as far as its beginning: what follows seldom teaches a parser more.</summary>
public static class SampleCaptures
{
    private const int MostFrames = 400;

    /// <param name="paths">Files and folders; what is no capture is passed over.</param>
    /// <returns>The frames of each capture, in order.</returns>
    public static IReadOnlyList<SampleFrame[]> Load(IEnumerable<string> paths)
    {
        var captures = new List<SampleFrame[]>();
        foreach (var file in CaptureInputs.Expand(paths).Files)
        {
            using var reader = CaptureOpener.TryOpen(file, out _);
            var frames = new List<SampleFrame>();
            while (reader is not null && frames.Count < MostFrames && reader.MoveNext())
            {
                frames.Add(new SampleFrame(reader.Current.Bytes.ToArray(), reader.Current.LinkType));
            }
            if (frames.Count > 0)
            {
                captures.Add([.. frames]);
            }
        }
        return captures;
    }
}
