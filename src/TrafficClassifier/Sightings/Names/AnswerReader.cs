using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings.Names;

/// <summary>
/// Reads what a DNS response tells its client: the addresses of the domain that was asked for, found through the message's own aliases
/// (CNAME; AliasMode and targets of SVCB and HTTPS, RFC 9460 2.4) in whatever order they stand, and address hints (RFC 9460 7.3). What
/// the question does not lead to is nobody's business: a domain speaks for its own addresses only. Public names for encrypted hellos are
/// taken from any record.
/// </summary>
internal sealed class AnswerReader
{
    /// <summary>RFC 9619: one is usual.</summary>
    private const int MostQuestions = 4;

    /// <summary>The asked name and its aliases; resolvers give up after fewer.</summary>
    private const int MostNames = 16;

    /// <summary>
    /// Looks at a record, in all walks of a message over its aliases, and again in all walks that tell addresses: a hostile message of
    /// 64 KiB has thousands, and may want each walked for each question and alias.
    /// </summary>
    private const int MostVisits = 256;

    private const ushort Internet = 1;
    private const int NoPlace = -1;
    private readonly DnsAnswers _answers;
    private readonly PublicNames _publicNames;
    private readonly byte[] _text = new byte[MostNames * DnsName.LongestText];
    private readonly Alias[] _names = new Alias[MostNames];
    private readonly byte[] _owner = new byte[DnsName.LongestText];
    private readonly (IpAddress Server, uint TimeToLive)[] _told = new (IpAddress, uint)[16];
    private int _count, _aliasVisits, _addressVisits, _toldCount;

    public AnswerReader(DnsAnswers answers, PublicNames publicNames)
    {
        _answers = answers;
        _publicNames = publicNames;
    }

    public void Read(Instant time, IpAddress client, scoped in DnsMessage message)
    {
        // RFC 1035 4.1.1: any other code is an error, and what stands beside it answers nothing.
        if (message.ResponseCode != 0)
        {
            return;
        }
        _aliasVisits = _addressVisits = 0;
        var questions = 0;
        var isFirst = true;
        foreach (var question in message.Questions)
        {
            if (question.Class == Internet && !question.Name.IsRoot)
            {
                _count = 0;
                Reach(question.Name.Place, _text.AsSpan(0, question.Name.Format(_text)), uint.MaxValue);
                if (!WasAsked(message, questions))
                {
                    ReadAliases(time, message, isFirst);
                    TellAddresses(time, client, message);
                    isFirst = false;
                }
            }
            if (++questions == MostQuestions)
            {
                break;
            }
        }
    }

    private ReadOnlySpan<byte> Domain => _text.AsSpan(0, _names[0].Length);

    /// <summary>One of the questions before was for the same domain: it is answered.</summary>
    private bool WasAsked(scoped in DnsMessage message, int before)
    {
        foreach (var question in message.Questions)
        {
            if (before-- == 0)
            {
                break;
            }
            if (question.Class == Internet && Domain.SequenceEqual(_owner.AsSpan(0, question.Name.Format(_owner))))
            {
                return true;
            }
        }
        return false;
    }

    private void ReadAliases(Instant time, scoped in DnsMessage message, bool isFirst)
    {
        while (Follow(time, message, isFirst))
        {
            isFirst = false;
        }
    }

    /// <summary>One walk over the aliases.</summary>
    /// <returns>Whether one was found behind others that it may lead to: they are to be walked again.</returns>
    private bool Follow(Instant time, scoped in DnsMessage message, bool isFirst)
    {
        var before = _count;
        var hasPassed = false;
        var again = false;
        foreach (var record in message.Records)
        {
            if (++_aliasVisits > MostVisits)
            {
                return false;
            }
            if (record.Class != Internet || !IsAlias(record.Type))
            {
                continue;
            }
            if (isFirst && record.Type != DnsType.Cname)
            {
                ReadPublicNames(time, record);
            }
            var owner = IndexOf(record.Owner);
            if (owner < 0)
            {
                hasPassed = true;
                continue;
            }
            ReachTarget(record, Math.Min(_names[owner].TimeToLive, record.TimeToLive));
            again |= _count > before && hasPassed;
        }
        return again;
    }

    /// <summary>One walk over the addresses of what the question leads to.</summary>
    private void TellAddresses(Instant time, IpAddress client, scoped in DnsMessage message)
    {
        foreach (var record in message.Records)
        {
            if (++_addressVisits > MostVisits)
            {
                break;
            }
            if (record.Class == Internet && HasAddress(record.Type) && IndexOf(record.Owner) is >= 0 and var owner)
            {
                Tell(time, client, record, Math.Min(_names[owner].TimeToLive, record.TimeToLive));
            }
        }
        TellCollected(time, client);
    }

    private static bool IsAlias(DnsType type) => type == DnsType.Cname || type == DnsType.Https || type == DnsType.Svcb;

    private static bool HasAddress(DnsType type) => type == DnsType.A || type == DnsType.Aaaa || type == DnsType.Https || type == DnsType.Svcb;

    private void ReachTarget(scoped in DnsRecord record, uint timeToLive)
    {
        if (record.TryGetCname(out var target))
        {
            Reach(target.Place, _owner.AsSpan(0, target.Format(_owner)), timeToLive);
        }
        else if (record.TryGetServiceBinding(out var binding))
        {
            // The root as target is the owner itself, or in AliasMode says that there is no service (RFC 9460 2.5).
            Reach(NoPlace, _owner.AsSpan(0, binding.FormatTarget(_owner)), timeToLive);
        }
    }

    private void Tell(Instant time, IpAddress client, scoped in DnsRecord record, uint timeToLive)
    {
        if (record.TryGetAddress(out var address))
        {
            Tell(time, client, address, timeToLive);
        }
        else if (record.TryGetServiceBinding(out var binding))
        {
            for (var hints = binding.Ipv4Hints; !hints.IsEmpty; hints = hints[4..])
            {
                Tell(time, client, IpAddress.FromBytes(hints[..4]), timeToLive);
            }
            for (var hints = binding.Ipv6Hints; !hints.IsEmpty; hints = hints[16..])
            {
                Tell(time, client, IpAddress.FromBytes(hints[..16]), timeToLive);
            }
        }
    }

    /// <summary>Block lists answer with 0.0.0.0: nobody connects there. The others are collected, so that one is fetched while another is told.</summary>
    private void Tell(Instant time, IpAddress client, IpAddress server, uint timeToLive)
    {
        if (server.IsUnspecified)
        {
            return;
        }
        if (_toldCount == _told.Length)
        {
            TellCollected(time, client);
        }
        _told[_toldCount++] = (server, timeToLive);
        _answers.Announce(client, server);
    }

    private void TellCollected(Instant time, IpAddress client)
    {
        foreach (var (server, timeToLive) in _told.AsSpan(0, _toldCount))
        {
            _answers.Tell(time, client, server, Domain, timeToLive);
        }
        _toldCount = 0;
    }

    private void Reach(int place, ReadOnlySpan<byte> name, uint timeToLive)
    {
        if (_count == MostNames || name is [(byte)'.'] || IndexOf(name) >= 0)
        {
            return;
        }
        name.CopyTo(_text.AsSpan(_count * DnsName.LongestText));
        _names[_count++] = new Alias(place, name.Length, timeToLive);
    }

    /// <summary>Owners are mostly pointers to where the name stood before: then no text is needed.</summary>
    private int IndexOf(scoped in DnsName name)
    {
        var place = name.Place;
        for (var i = 0; i < _count; i++)
        {
            if (_names[i].Place == place)
            {
                return i;
            }
        }
        return IndexOf(_owner.AsSpan(0, name.Format(_owner)));
    }

    private int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _count; i++)
        {
            if (name.SequenceEqual(_text.AsSpan(i * DnsName.LongestText, _names[i].Length)))
            {
                return i;
            }
        }
        return -1;
    }

    private void ReadPublicNames(Instant time, scoped in DnsRecord record)
    {
        if (record.TryGetServiceBinding(out var binding) && binding.TryGetEchConfigs(out var configs))
        {
            foreach (var name in configs.PublicNames)
            {
                _publicNames.Add(time, _owner.AsSpan(0, SightedName.Format(name, _owner)));
            }
        }
    }

    /// <summary>A name that the question leads to, and the shortest life of the records on the way.</summary>
    private readonly record struct Alias(int Place, int Length, uint TimeToLive);
}
