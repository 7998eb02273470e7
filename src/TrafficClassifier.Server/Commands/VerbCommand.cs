using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TrafficClassifier.Server.Commands;

/// <summary>A verb whose own --help ends with examples; the list of verbs shows one line each.</summary>
internal abstract class VerbCommand : Command
{
    protected VerbCommand(string name, string about, string examples)
        : base(name, about)
    {
        Options.Add(new HelpOption { Action = new HelpWithExamples(examples) });
    }

    private sealed class HelpWithExamples(string examples) : SynchronousCommandLineAction
    {
        private readonly HelpAction _help = new();

        public override int Invoke(ParseResult parseResult)
        {
            var status = _help.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine($"Examples:\n{examples}\n");
            return status;
        }
    }
}
