namespace TrafficClassifier.Identity.Leases;

/// <summary>What the tokens of dhcpd.leases are.</summary>
internal enum IscToken : byte
{
    /// <summary>Nothing more.</summary>
    EndOfFile,
    Word,

    /// <summary>Text in quotes, its escapes undone.</summary>
    Quoted,
    Semicolon,
    Open,
    Close,
}

/// <summary>Splits dhcpd.leases into words, quoted strings, braces and semicolons. Comments run from # to the end of the line.</summary>
internal sealed class IscTokens(LeaseLines lines)
{
    private const string Special = ";{}#\"";
    private readonly char[] _text = new char[LeaseLines.LongestLine];
    private int _length;
    private int _at;
    private bool _isInLine;

    public int Line => lines.Number;

    public IscToken Kind { get; private set; }

    /// <summary>Of a word or a quoted string; gone with the next token.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>The word "lease" where dhcpd writes it: a new block, also where the one before is torn.</summary>
    public bool IsAtLease { get; private set; }

    public IscToken Read()
    {
        IsAtLease = false;
        _length = 0;
        return Kind = Next();
    }

    /// <summary>Reads on, but not over the end of the statement.</summary>
    public void ReadArgument()
    {
        if (Kind is IscToken.Word or IscToken.Quoted && !IsAtLease)
        {
            Read();
        }
    }

    /// <summary>Reads to the end of the statement that the current token stands in, past blocks in it.</summary>
    /// <returns>False when not the statement but the block around it, or the file, ended, or another lease began.</returns>
    public bool SkipStatement()
    {
        var depth = 0;
        while (true)
        {
            if (Kind == IscToken.EndOfFile || IsAtLease || (Kind == IscToken.Close && depth == 0))
            {
                return false;
            }
            depth += Kind == IscToken.Open ? 1 : Kind == IscToken.Close ? -1 : 0;
            if (depth == 0 && Kind is IscToken.Semicolon or IscToken.Close)
            {
                return true;
            }
            Read();
        }
    }

    private IscToken Next()
    {
        while (true)
        {
            if (!_isInLine && !lines.TryRead(out _))
            {
                return IscToken.EndOfFile;
            }
            _at = _isInLine ? _at : 0;
            _isInLine = true;
            var line = lines.Current;
            while (_at < line.Length && char.IsWhiteSpace(line[_at]))
            {
                _at++;
            }
            if (_at < line.Length && line[_at] != '#')
            {
                return line[_at] switch
                {
                    ';' => One(IscToken.Semicolon),
                    '{' => One(IscToken.Open),
                    '}' => One(IscToken.Close),
                    '"' => Quoted(line),
                    _ => Word(line),
                };
            }
            _isInLine = false;
        }
    }

    private IscToken One(IscToken token)
    {
        _at++;
        return token;
    }

    private IscToken Word(ReadOnlySpan<char> line)
    {
        var start = _at;
        while (_at < line.Length && !char.IsWhiteSpace(line[_at]) && !Special.Contains(line[_at]))
        {
            _at++;
        }
        _length = _at - start;
        line[start.._at].CopyTo(_text);
        IsAtLease = start == 0 && Text is "lease";
        return IscToken.Word;
    }

    /// <summary>A string ends with its line at the latest. Escapes are \" \\ and three octal digits.</summary>
    private IscToken Quoted(ReadOnlySpan<char> line)
    {
        for (_at++; _at < line.Length && line[_at] != '"'; _at++)
        {
            if (line[_at] != '\\' || _at + 1 == line.Length)
            {
                _text[_length++] = line[_at];
                continue;
            }
            var value = 0;
            var digits = 0;
            while (digits < 3 && _at + 1 < line.Length && line[_at + 1] is >= '0' and <= '7')
            {
                value = (value * 8) + (line[++_at] - '0');
                digits++;
            }
            _text[_length++] = digits > 0 ? (char)(value & 0xff) : line[++_at];
        }
        _at++;
        return IscToken.Quoted;
    }
}
