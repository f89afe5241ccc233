using NoyoEmulator.Http;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Feeds;

/// <summary>Which feeds a list shows. A world has as many as carriers that take files.</summary>
internal sealed record FeedListQuery
{
    private static readonly AllowedValues Statuses = new(Feed.Active, Feed.Retired);
    private static readonly AllowedValues Attributes = new("created", "modified", "name", "next_transmission");
    private static readonly AllowedValues Directions = new("asc", "desc");

    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        .. QueryParameter.Paging,
        new("group_id", "string", "Only feeds with this group.", "uuid"),
        new("carrier_id", "string", "Only the feed of this carrier.", "uuid"),
        new("next_transmission_end", "string", "Only feeds whose next file goes out before this instant, such as 2024-09-10T10:00:00Z, or before the day, such as 2024-9-10."),
        new("paused", "boolean", "Only feeds whose files wait to be released, or only others."),
        new("status", "string", "Only feeds with this status.", Values: Statuses),
        new("testing", "boolean", "Only feeds whose files the carrier has not agreed to yet, or only others."),
        new("feed", "string", "Only the feed with this id, or feeds with this in their names, in any case."),
        new("sort_by", "string", "created if absent.", Values: Attributes),
        new("sort_direction", "string", "desc if absent.", Values: Directions),
    ];

    public required QueryReader Reader { get; init; }

    private PageRequest Page { get; init; }

    private Guid? GroupId { get; init; }

    private Guid? CarrierId { get; init; }

    private DateTimeOffset? NextBefore { get; init; }

    private bool? IsPaused { get; init; }

    private string? Status { get; init; }

    private bool? IsTesting { get; init; }

    private string? NameOrId { get; init; }

    private string SortBy { get; init; } = "created";

    private bool IsAscending { get; init; }

    public static FeedListQuery Read(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        return new FeedListQuery
        {
            Reader = reader,
            Page = reader.Paging(),
            GroupId = reader.Guid("group_id"),
            CarrierId = reader.Guid("carrier_id"),
            NextBefore = reader.AnyInstant("next_transmission_end"),
            IsPaused = reader.Boolean("paused"),
            Status = reader.OneOf("status", Statuses),
            IsTesting = reader.Boolean("testing"),
            NameOrId = reader.Text("feed"),
            SortBy = reader.OneOf("sort_by", Attributes) ?? "created",
            IsAscending = reader.OneOf("sort_direction", Directions) == "asc",
        };
    }

    public Paginated<PublicFeedResult> List(IReadOnlyList<Feed> all)
    {
        var matching = all.Where(Matches).ToList();
        // Ids tell apart what is alike otherwise.
        var sorted = matching.OrderBy(feed => KeyOf(feed), StringComparer.Ordinal).ThenBy(feed => feed.Id.ToString("D"), StringComparer.Ordinal).ToList();
        if (!IsAscending)
            sorted.Reverse();
        return Paginated<PublicFeedResult>.For(Page, matching.Count, [.. sorted.Skip(Page.Offset).Take(Page.PageSize).Select(feed => feed.ToPublic())]);
    }

    private string KeyOf(Feed feed) => SortBy switch
    {
        "name" => feed.Name,
        "modified" => Key(feed.Modified),
        "next_transmission" => Key(feed.Next ?? DateTimeOffset.MaxValue),
        _ => Key(feed.Created),
    };

    private static string Key(DateTimeOffset at) => $"{at.UtcTicks:D20}";

    private bool Matches(Feed feed) =>
        (GroupId is null || feed.Groups.Contains(GroupId.Value))
        && (CarrierId is null || feed.Carrier.Id == CarrierId)
        && (NextBefore is null || feed.Next < NextBefore)
        && (IsPaused is null || feed.IsPaused == IsPaused)
        && (Status is null || feed.Status == Status)
        && (IsTesting is null || feed.IsTesting == IsTesting)
        && (NameOrId is null || (Uuid.TryParse(NameOrId, out var id) && feed.Id == id) || feed.Name.Contains(NameOrId, StringComparison.OrdinalIgnoreCase));
}
