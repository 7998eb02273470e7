using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Interfaces;
using TrafficClassifier.Capture.Live.Recording;
using TrafficClassifier.Capture.Prefilter;

namespace TrafficClassifier.Server.Running;

/// <summary>How the capture of an interface is doing.</summary>
/// <param name="Received">Frames that passed the filter, the dropped ones included.</param>
/// <param name="Card">Null: the kernel does not tell.</param>
internal sealed record InterfaceStatus(string Name, (EngineKind Kind, string? Reason)? Engine, (PrefilterKind Kind, string? Reason)? Prefilter, int Workers,
    EngineState State, long Restarts, long Faults, long Received, CaptureLoss Loss, InterfaceCounters? Card, IReadOnlyList<RecorderState> Recordings)
{
    public static InterfaceStatus Of(InterfaceCapture capture, in CaptureLoss loss, InterfaceCounters? card)
    {
        var states = capture.States;
        return new InterfaceStatus(capture.Name, capture.Engine, capture.Prefilter, capture.Options.Workers, capture.State, states.Sum(state => state.Restarts),
            states.Sum(state => state.Faults), capture.ReadCounters().Received, loss, card, capture.Recordings);
    }
}
