using TrafficClassifier.Identity;
using TrafficClassifier.Server.Access;
using TrafficClassifier.Statements;
using TrafficClassifier.Storage;
using TrafficClassifier.Storage.Sqlite;

namespace TrafficClassifier.Server.Grpc;

/// <summary>
/// Answers questions to a store in a folder, on the way of <c>traffic report</c>: the same buckets, builder and suppression. Every question
/// looks at the store of one moment.
/// </summary>
/// <param name="options">Whose store, and the bounds.</param>
internal sealed class UsageAnswers(ServiceOptions options) : IDisposable
{
    private const int MostPoints = 100_000;

    private readonly AnswerPages _pages = new();
    private readonly QueryGate _gate = new(options.MostQueries, options.MostWaiting);

    /// <summary>Queries that run or wait.</summary>
    public int Present => _gate.Present;

    public async Task<V1.QueryUsageResponse> QueryUsage(V1.QueryUsageRequest request, Caller caller, CancellationToken stop)
    {
        var size = AnswerPages.Size(request.PageSize);
        var question = new V1.QueryUsageRequest(request) { PageSize = 0, PageToken = "" }.ToString();
        if (_pages.Find<StatementPages>(request.PageToken, caller, question) is not var (pages, from, id))
        {
            (pages, from, id) = (await _gate.Run(() => Ask(request, caller, stop), stop).ConfigureAwait(false), 0, "");
        }
        var response = pages.Page(from, size);
        if (from + size < pages.Lines)
        {
            id = id.Length > 0 ? id : _pages.Keep(pages, pages.Lines, caller, question);
            response.NextPageToken = AnswerPages.Token(id, from + size);
        }
        return response;
    }

    public async Task<V1.QueryTimeSeriesResponse> QueryTimeSeries(V1.QueryTimeSeriesRequest request, Caller caller, CancellationToken stop)
    {
        var size = AnswerPages.Size(request.PageSize);
        var question = new V1.QueryTimeSeriesRequest(request) { PageSize = 0, PageToken = "" }.ToString();
        if (_pages.Find<Statement>(request.PageToken, caller, question) is not var (statement, from, id))
        {
            (statement, from, id) = (await _gate.Run(() => Ask(request, caller, stop), stop).ConfigureAwait(false), 0, "");
        }
        var response = new V1.QueryTimeSeriesResponse { Whole = Messages.Of(statement), Coverage = Messages.Of(statement.Coverage) };
        response.Points.AddRange(statement.Rows.Skip(from).Take(size).Select(row => Messages.PointOf(row, statement.Calendar)));
        if (from + size < statement.Rows.Count)
        {
            id = id.Length > 0 ? id : _pages.Keep(statement, statement.Rows.Count, caller, question);
            response.NextPageToken = AnswerPages.Token(id, from + size);
        }
        return response;
    }

    public Task<V1.QueryTopResponse> QueryTop(V1.QueryTopRequest request, Caller caller, CancellationToken stop)
    {
        var limit = request.Limit switch
        {
            0 => 10,
            > 0 and <= 1000 => request.Limit,
            _ => throw RequestException.Invalid($"limit {request.Limit}: write 1 to 1000, or leave it out"),
        };
        if (request.HasSite && request.Dimension != V1.Dimension.Department)
        {
            throw RequestException.Invalid("site: only with dimension DIMENSION_DEPARTMENT: leave one of them out");
        }
        return _gate.Run(() => Ask(request, limit, caller, stop), stop);
    }

    public async Task<V1.ListVisitorsResponse> ListVisitors(V1.ListVisitorsRequest request, Caller caller, CancellationToken stop)
    {
        if (caller.Role < Role.Officer)
        {
            throw RequestException.Denied($"names are for role officer; this is {caller.Role.ToString().ToLowerInvariant()}");
        }
        if (request.Reason.Trim().Length is < 3 or > 1000)
        {
            throw RequestException.Invalid("reason: write why the names are needed, in 3 to 1000 characters");
        }
        var size = AnswerPages.Size(request.PageSize);
        var question = new V1.ListVisitorsRequest(request) { PageSize = 0, PageToken = "" }.ToString();
        if (_pages.Find<V1.ListVisitorsResponse>(request.PageToken, caller, question) is not var (all, from, id))
        {
            (all, from, id) = (await _gate.Run(() => Ask(request, caller, stop), stop).ConfigureAwait(false), 0, "");
        }
        var response = new V1.ListVisitorsResponse { Coverage = all.Coverage };
        response.Visitors.AddRange(all.Visitors.Skip(from).Take(size));
        if (from + size < all.Visitors.Count)
        {
            id = id.Length > 0 ? id : _pages.Keep(all, all.Visitors.Count, caller, question);
            response.NextPageToken = AnswerPages.Token(id, from + size);
        }
        return response;
    }

    public async Task<V1.ListSitesResponse> ListSites(V1.ListSitesRequest request, Caller caller, CancellationToken stop)
    {
        var size = AnswerPages.Size(request.PageSize);
        if (_pages.Find<V1.ListSitesResponse>(request.PageToken, caller, "sites") is not var (all, from, id))
        {
            all = new V1.ListSitesResponse();
            all.Sites.AddRange((await _gate.Run(Describe, stop).ConfigureAwait(false)).Sites
                .OrderBy(site => site.Category, StringComparer.Ordinal).ThenBy(site => site.Name, StringComparer.Ordinal)
                .Select(site => new V1.Site { Name = site.Name, Category = site.Category }));
            (from, id) = (0, "");
        }
        var response = new V1.ListSitesResponse();
        response.Sites.AddRange(all.Sites.Skip(from).Take(size));
        if (from + size < all.Sites.Count)
        {
            id = id.Length > 0 ? id : _pages.Keep(all, all.Sites.Count, caller, "sites");
            response.NextPageToken = AnswerPages.Token(id, from + size);
        }
        return response;
    }

    public async Task<V1.ListDepartmentsResponse> ListDepartments(V1.ListDepartmentsRequest request, Caller caller, CancellationToken stop)
    {
        var size = AnswerPages.Size(request.PageSize);
        if (_pages.Find<V1.ListDepartmentsResponse>(request.PageToken, caller, "departments") is not var (all, from, id))
        {
            all = new V1.ListDepartmentsResponse();
            all.Departments.AddRange(((await _gate.Run(Describe, stop).ConfigureAwait(false)).Directory?.Departments ?? [])
                .Order(StringComparer.Ordinal).Select(name => new V1.Department { Name = name }));
            (from, id) = (0, "");
        }
        var response = new V1.ListDepartmentsResponse();
        response.Departments.AddRange(all.Departments.Skip(from).Take(size));
        if (from + size < all.Departments.Count)
        {
            id = id.Length > 0 ? id : _pages.Keep(all, all.Departments.Count, caller, "departments");
            response.NextPageToken = AnswerPages.Token(id, from + size);
        }
        return response;
    }

    public async Task<V1.GetStatusResponse> GetStatus(Caller caller, CancellationToken stop)
    {
        var store = await _gate.Run(Describe, stop).ConfigureAwait(false);
        var response = new V1.GetStatusResponse
        {
            Unit = Messages.Of(store.CountedUnit),
            Zone = store.Zone,
            Sites = store.Sites.Count,
            Departments = store.Directory?.Departments.Count ?? 0,
            K = options.K,
            Role = caller.Role.ToString().ToLowerInvariant(),
            RunningQueries = Present,
        };
        if (store.Minutes is var (first, last))
        {
            (response.KeptFrom, response.KeptTo) = (Messages.OfMinute(first), Messages.OfMinute(last + 1));
        }
        return response;
    }

    /// <summary>The figures of each site asked for, by department where that is asked: of today, or of the last minutes.</summary>
    public Task<Statement> Look(V1.WatchUsageRequest request, Caller caller, CancellationToken stop) => _gate.Run(() => Ask(request, caller, stop), stop);

    public void Dispose() => _gate.Dispose();

    private StoreDescription Describe()
    {
        using var look = SqliteStore.Look(options.Folder);
        return look.Read();
    }

    private StatementPages Ask(V1.QueryUsageRequest request, Caller caller, CancellationToken stop)
    {
        using var look = SqliteStore.Look(options.Folder);
        var store = look.Read();
        var question = new Question(store, caller, options.K);
        var query = question.Query(request.Window, request.Visits, request.HasK ? request.K : null) with
        {
            Sites = question.Sites(request.Sites),
            Categories = question.Categories(request.Categories),
            By = question.By(request.By),
        };
        return new StatementPages(Build(look, store, question, query, caller, stop));
    }

    private Statement Ask(V1.QueryTimeSeriesRequest request, Caller caller, CancellationToken stop)
    {
        using var look = SqliteStore.Look(options.Folder);
        var store = look.Read();
        var question = new Question(store, caller, options.K);
        var query = question.Query(request.Window, request.Visits, request.HasK ? request.K : null);
        if (request.HasSite && request.HasCategory)
        {
            throw RequestException.Invalid("site and category: one of them");
        }
        query = query with
        {
            Calendar = question.Closed(query.Calendar),
            Sites = question.Sites(request.HasSite ? [request.Site] : []),
            Categories = question.Categories(request.HasCategory ? [request.Category] : []),
            IsTogether = true,
            By = question.By(request.ByDepartment ? [V1.Dimension.Department] : []),
            StretchMinutes = question.Bucket(request.Bucket),
        };
        var days = query.Calendar.To!.Value.DayNumber - query.Calendar.From!.Value.DayNumber + 1;
        var stretches = (long)days * Calendar.MinutesPerDay / query.StretchMinutes * (request.ByDepartment ? Math.Max(1, store.Directory!.Departments.Count) : 1);
        if (stretches > MostPoints)
        {
            throw RequestException.Invalid($"{stretches} points are more than {MostPoints}: write a longer bucket, or a shorter window");
        }
        return Build(look, store, question, query, caller, stop)[0];
    }

    private V1.QueryTopResponse Ask(V1.QueryTopRequest request, int limit, Caller caller, CancellationToken stop)
    {
        using var look = SqliteStore.Look(options.Folder);
        var store = look.Read();
        var question = new Question(store, caller, options.K);
        var by = question.By([request.Dimension == V1.Dimension.Unspecified ? V1.Dimension.Site : request.Dimension]);
        if (by is not (Breakdown.Site or Breakdown.Category or Breakdown.Department))
        {
            throw RequestException.Invalid("dimension: write DIMENSION_SITE, DIMENSION_CATEGORY or DIMENSION_DEPARTMENT");
        }
        var query = question.Query(request.Window, request.Visits, request.HasK ? request.K : null) with
        {
            Sites = question.Sites(request.HasSite ? [request.Site] : []),
            IsTogether = true,
            By = by,
        };
        var statement = Build(look, store, question, query, caller, stop)[0];
        var response = new V1.QueryTopResponse { Coverage = Messages.Of(statement.Coverage), Suppressed = statement.Rows.Count(row => row.Cell.IsSuppressed) };
        response.Rows.AddRange(statement.Rows.Where(row => !row.Cell.IsSuppressed && row.Cell.Count > 0)
            .OrderByDescending(row => row.Cell.Count).ThenBy(row => row.Department ?? row.Key.Site ?? row.Key.Category, StringComparer.Ordinal)
            .Take(limit).Select(Messages.Of));
        return response;
    }

    private V1.ListVisitorsResponse Ask(V1.ListVisitorsRequest request, Caller caller, CancellationToken stop)
    {
        using var look = SqliteStore.Look(options.Folder);
        var store = look.Read();
        if (store.CountedUnit != Unit.Staff)
        {
            throw RequestException.Invalid("this store counts no staff: it has no names");
        }
        var question = new Question(store, caller, options.K);
        var query = question.Query(request.Window, request.Visits, null) with { Sites = question.Sites([request.Site]) };
        var builder = new StatementBuilder(query, question.Catalog, store.Directory);
        look.Read(StoreWindow.Of(query, store.Sites), new WatchedSink(builder, long.MinValue, long.MaxValue, stop));
        var visitors = builder.Visitors(store.Kinds, SubjectKind.Staff);
        var names = SqliteStore.NamesOf(options.Folder, visitors);
        var statement = builder.Build(store.Kinds, store.Evictions, store.InputErrors)[0];
        var response = new V1.ListVisitorsResponse { Coverage = Messages.Of(statement.Coverage) };
        response.Visitors.AddRange(visitors.Zip(names, (subject, name) => VisitorOf(store.Directory!, subject, name, statement)).OrderBy(visitor => visitor.StaffId, StringComparer.Ordinal));
        return response;
    }

    private Statement Ask(V1.WatchUsageRequest request, Caller caller, CancellationToken stop)
    {
        using var look = SqliteStore.Look(options.Folder);
        var store = look.Read();
        var question = new Question(store, caller, options.K);
        var now = options.Clock().ToUnixTimeSeconds() / 60;
        var start = question.Span(request.Span) is { } span ? now - span : long.MinValue;
        var query = question.Query(null, request.Visits, request.HasK ? request.K : null);
        var calendar = query.Calendar;
        query = query with
        {
            Calendar = new Calendar(calendar.Zone, calendar.ToLocal(start == long.MinValue ? now : start).Day, calendar.ToLocal(now).Day),
            Sites = question.Sites(request.Sites),
            IsTogether = true,
            By = question.By(request.ByDepartment ? [V1.Dimension.Site, V1.Dimension.Department] : [V1.Dimension.Site]),
        };
        return Build(look, store, question, query, caller, stop, start)[0];
    }

    private static V1.Visitor VisitorOf(StaffDirectory directory, SubjectId subject, string name, Statement statement)
    {
        var visitor = new V1.Visitor { StaffId = name };
        var last = subject.Value < directory.Staff.Count
            ? directory.EntriesOf(new StaffId(subject.Value)).Where(entry => entry.From <= statement.To && entry.To >= statement.From).MaxBy(entry => entry.From)
            : default;
        if (last.To != default)
        {
            visitor.Department = directory.Departments[last.Department.Value];
        }
        return visitor;
    }

    private IReadOnlyList<Statement> Build(SqliteLook look, StoreDescription store, Question question, StatementQuery query, Caller caller, CancellationToken stop, long start = long.MinValue)
    {
        var builder = new StatementBuilder(query, question.Catalog, store.Directory);
        look.Read(StoreWindow.Of(query, store.Sites) with { ByMinute = start != long.MinValue || query.StretchMinutes % 60 != 0 }, new WatchedSink(builder, start, caller.Role == Role.Viewer ? EndOfHours(store) : long.MaxValue, stop));
        stop.ThrowIfCancellationRequested();
        return builder.Build(store.Kinds, store.Evictions, store.InputErrors);
    }

    /// <summary>What is over an hour is over for good: a number that grows while it is watched tells of single persons.</summary>
    private long EndOfHours(StoreDescription store)
    {
        var now = options.Clock().ToUnixTimeSeconds() / 60;
        var shift = (long)TimeZoneInfo.FindSystemTimeZoneById(store.Zone).GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(60 * now)).TotalMinutes;
        return ((now + shift) / 60 * 60) - shift;
    }
}
