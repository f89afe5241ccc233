using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Feeds;

/// <summary>Which runs a list shows; newest first.</summary>
internal sealed record FeedRunListQuery
{
    private static readonly AllowedValues Statuses = new(FeedRun.Completed);

    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        .. QueryParameter.Paging,
        new("feed_id", "string", "Only runs of this feed.", "uuid"),
        new("carrier_id", "string", "Only runs of this carrier's feed.", "uuid"),
        new("group_id", "string", "Only runs with people of this group.", "uuid"),
        new("latest", "boolean", "True: only the newest run of those that match."),
        new("status", "string", "Only runs with this status.", Values: Statuses),
        new("includes_phi", "boolean", "Only runs whose files are about people, which all of them are, or only others."),
        new("is_test", "boolean", "Only runs from before the carrier agreed to files of the group, or only others."),
    ];

    public required QueryReader Reader { get; init; }

    private PageRequest Page { get; init; }

    private Guid? CarrierId { get; init; }

    private Guid? CarrierOfFeed { get; init; }

    private Guid? GroupId { get; init; }

    private bool IsLatestOnly { get; init; }

    private bool? IncludesPhi { get; init; }

    private bool? IsTest { get; init; }

    /// <summary>Reads the parameters of the list of all.</summary>
    public static FeedRunListQuery Read(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        _ = reader.OneOf("status", Statuses);
        return new FeedRunListQuery
        {
            Reader = reader,
            Page = reader.Paging(),
            CarrierOfFeed = reader.Guid("feed_id") is { } feed ? FeedIds.FeedOf(feed) : null,
            CarrierId = reader.Guid("carrier_id"),
            GroupId = reader.Guid("group_id"),
            IsLatestOnly = reader.Boolean("latest") == true,
            IncludesPhi = reader.Boolean("includes_phi"),
            IsTest = reader.Boolean("is_test"),
        };
    }

    /// <summary>Reads the parameters of the list of a carrier's feed.</summary>
    public static FeedRunListQuery ReadOfFeed(IQueryCollection query, Guid carrierId)
    {
        var reader = new QueryReader(query);
        return new FeedRunListQuery { Reader = reader, Page = reader.Paging(), CarrierId = carrierId };
    }

    /// <summary>The page, in one of the public forms.</summary>
    public async Task<Paginated<TResult>> ListAsync<TResult>(EmulatorDbContext db, Converter<FeedRun, TResult> form, CancellationToken cancellationToken)
    {
        var matching = db.FeedRuns.AsQueryable();
        if (CarrierId is not null)
            matching = matching.Where(run => run.CarrierId == CarrierId);
        if (CarrierOfFeed is not null)
            matching = matching.Where(run => run.CarrierId == CarrierOfFeed);
        if (GroupId is not null)
            matching = matching.Where(run => run.GroupId == GroupId);
        if (IsTest is not null)
            matching = matching.Where(run => run.IsTest == IsTest);
        if (IncludesPhi == false)
            matching = matching.Where(run => false);
        matching = matching.OrderByDescending(run => run.Created).ThenByDescending(run => run.Id);
        if (IsLatestOnly)
            matching = matching.Take(1);
        var total = await matching.CountAsync(cancellationToken);
        var rows = await matching.Skip(Page.Offset).Take(Page.PageSize).ToListAsync(cancellationToken);
        return Paginated<TResult>.For(Page, total, rows.ConvertAll(form));
    }
}

/// <summary>Runs in their public forms.</summary>
internal static class FeedRunMapping
{
    public static PublicFeedRunResult ToPublic(FeedRun run)
    {
        var at = run.Created.ToUnixTimeSeconds();
        return new PublicFeedRunResult
        {
            Id = run.Id,
            Version = run.Version,
            Created = at,
            Modified = at,
            CarrierId = run.CarrierId,
            Initiated = at,
            Completed = at,
            FeedId = FeedIds.FeedOf(run.CarrierId),
            GroupIds = [run.GroupId],
            Status = FeedRun.Completed,
            Details = new FeedRunDetails
            {
                File = new FeedRunFile
                {
                    Name = run.FileName,
                    Audit = new FeedRunAudit
                    {
                        Count = new FeedRunCount
                        {
                            Dependents = run.Dependents,
                            Enrollments = run.Enrollments,
                            Members = run.Employees + run.Dependents,
                            Primaries = run.Employees,
                            Terminations = run.Terminations,
                        },
                    },
                },
                Transmission = new FeedRunTransmission { Id = FeedIds.TransmissionOf(run.Id), SentTimestamp = at },
            },
        };
    }

    public static UIFeedRun ToUI(FeedRun run)
    {
        var at = run.Created.ToUnixTimeSeconds();
        return new UIFeedRun
        {
            CarrierTransmission = new UIFeedRunCarrierTransmission { Id = FeedIds.TransmissionOf(run.Id), SentTimestamp = at },
            File = new UIFeedRunFile
            {
                GcsPath = $"{FeedIds.FeedOf(run.CarrierId):D}/{run.Id:D}.json",
                IncludesPhi = true,
                IsTest = run.IsTest,
                Name = run.FileName,
            },
            Workflow = new UIFeedRunWorkflow { Created = at, Id = run.Id, Status = FeedRun.Completed },
        };
    }
}
