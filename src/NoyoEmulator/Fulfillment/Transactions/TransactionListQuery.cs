using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Transactions;

/// <summary>The filters of a list of transactions.</summary>
internal sealed record TransactionListQuery
{
    /// <summary>The parameters of the list of all transactions.</summary>
    public static readonly IReadOnlyList<QueryParameter> AllParameters =
    [
        .. QueryParameter.Paging,
        new("ids", "array", "Only these transactions.", "uuid"),
        new("carrier_ids", "array", "Only transactions of these carriers.", "uuid"),
        new("transaction_type", "array", "Only transactions of these types.", Values: TransactionTypes.All),
        new("transaction_min_date", "string", "Only transactions created on this date (2020-12-1) or at this RFC 1123 instant, or later."),
        new("transaction_max_date", "string", "Only transactions created on this date or at this instant, or earlier."),
        new("status_details", "array", "Only transactions that have passed one of these.", Values: EnumName.All<StatusDetail>()),
        new("current_status_detail", "boolean", "True: the filters by status detail look at the latest one only. False, or absent: at all that were passed."),
        new("status_detail_min_date", "string", "Only transactions that passed it (any, if none is named) on this date or at this instant, or later."),
        new("status_detail_max_date", "string", "Only transactions that passed it on this date or at this instant, or earlier."),
    ];

    /// <summary>The parameters of the list of Noyo's own pages.</summary>
    public static readonly IReadOnlyList<QueryParameter> UIParameters =
    [
        .. QueryParameter.Paging,
        new("group_id", "string", "Only transactions of this group.", "uuid"),
        new("case_id", "string", "Only the transaction of this case.", "uuid"),
        new("is_resolved", "boolean", "True: only transactions whose case is resolved. False: only the others."),
        new("min_date", "string", "Only transactions created on this date (2020-12-1) or at this RFC 1123 instant, or later."),
        new("max_date", "string", "Only transactions created on this date or at this instant, or earlier."),
        new("transaction_type", "array", "Only transactions of these types.", Values: TransactionTypes.All),
        new("label_id", "string", "Only transactions with this label.", "uuid"),
    ];

    public required PageRequest Page { get; init; }

    public ApiErrorResult? Failure { get; init; }

    private IReadOnlyList<Guid> Ids { get; init; } = [];

    private IReadOnlyList<Guid> Carriers { get; init; } = [];

    private IReadOnlyList<string> Types { get; init; } = [];

    private DateTimeOffset? From { get; init; }

    private DateTimeOffset? Before { get; init; }

    private IReadOnlyList<StatusDetail> Passed { get; init; } = [];

    private bool IsLatestOnly { get; init; }

    private DateTimeOffset? PassedFrom { get; init; }

    private DateTimeOffset? PassedBefore { get; init; }

    private Guid? GroupId { get; init; }

    private bool? IsResolved { get; init; }

    private Guid? LabelId { get; init; }

    /// <summary>Reads the query of the list of all transactions; what is wrong with it is in <see cref="Failure"/>.</summary>
    public static TransactionListQuery Read(IQueryCollection parameters)
    {
        var reader = new QueryReader(parameters);
        var query = new TransactionListQuery
        {
            Page = reader.Paging(),
            Ids = reader.Guids("ids"),
            Carriers = reader.Guids("carrier_ids"),
            Types = reader.OneOfEach("transaction_type", TransactionTypes.All),
            From = reader.Instant("transaction_min_date"),
            Before = reader.InstantAfter("transaction_max_date"),
            Passed = reader.Enums<StatusDetail>("status_details"),
            IsLatestOnly = reader.Boolean("current_status_detail") == true,
            PassedFrom = reader.Instant("status_detail_min_date"),
            PassedBefore = reader.InstantAfter("status_detail_max_date"),
        };
        return query with { Failure = reader.Failure };
    }

    /// <summary>Reads the query of Noyo's own pages; what is wrong with it is in <see cref="Failure"/>.</summary>
    public static TransactionListQuery ReadOfUI(IQueryCollection parameters)
    {
        var reader = new QueryReader(parameters);
        var query = new TransactionListQuery
        {
            Page = reader.Paging(),
            GroupId = reader.Guid("group_id"),
            Ids = reader.Guid("case_id") is { } caseId ? [CaseId.TransactionOf(caseId)] : [],
            IsResolved = reader.Boolean("is_resolved"),
            From = reader.Instant("min_date"),
            Before = reader.InstantAfter("max_date"),
            Types = reader.OneOfEach("transaction_type", TransactionTypes.All),
            LabelId = reader.Guid("label_id"),
        };
        return query with { Failure = reader.Failure };
    }

    /// <summary>The transactions that match, the newest first.</summary>
    public IQueryable<MemberTransaction> In(EmulatorDbContext db)
    {
        var matching = db.MemberTransactions.AsQueryable();
        if (Ids.Count > 0)
            matching = matching.Where(transaction => Ids.Contains(transaction.Id));
        if (Carriers.Count > 0)
            matching = matching.Where(transaction => Carriers.Contains(transaction.CarrierId));
        if (Types.Count > 0)
            matching = matching.Where(transaction => Types.Contains(transaction.TransactionType));
        if (From is { } from)
            matching = matching.Where(transaction => transaction.Created >= from);
        if (Before is { } before)
            matching = matching.Where(transaction => transaction.Created < before);
        if (GroupId is { } groupId)
            matching = matching.Where(transaction => transaction.GroupId == groupId);
        if (IsResolved == true)
            matching = matching.Where(transaction => transaction.Status == TransactionStatus.Completed || transaction.Status == TransactionStatus.Canceled);
        if (IsResolved == false)
            matching = matching.Where(transaction => transaction.Status == TransactionStatus.Processing || transaction.Status == TransactionStatus.Failed);
        if (LabelId is { } labelId)
            matching = matching.Where(transaction => db.TransactionLabels.Any(label => label.TransactionId == transaction.Id && label.LabelId == labelId));
        if (Passed.Count > 0 || PassedFrom is not null || PassedBefore is not null)
            matching = HavingPassed(matching);
        return matching.OrderByDescending(transaction => transaction.Created).ThenByDescending(transaction => transaction.Id);
    }

    private IQueryable<MemberTransaction> HavingPassed(IQueryable<MemberTransaction> matching)
    {
        bool Wants(StatusDetail detail) => Passed.Count == 0 || Passed.Contains(detail);
        var (noyoAccepted, carrierAccepted, carrierProcessing) = (Wants(StatusDetail.NoyoAccepted), Wants(StatusDetail.CarrierAccepted), Wants(StatusDetail.CarrierProcessing));
        var (carrierCompleted, noyoVerified) = (Wants(StatusDetail.CarrierCompleted), Wants(StatusDetail.NoyoVerified));
        var (from, before) = (PassedFrom ?? DateTimeOffset.MinValue, PassedBefore ?? DateTimeOffset.MaxValue);
        return matching.Where(transaction =>
            (noyoAccepted && transaction.NoyoAcceptedAt >= from && transaction.NoyoAcceptedAt < before
                && (!IsLatestOnly || transaction.StatusDetail == StatusDetail.NoyoAccepted))
            || (carrierAccepted && transaction.CarrierAcceptedAt >= from && transaction.CarrierAcceptedAt < before
                && (!IsLatestOnly || transaction.StatusDetail == StatusDetail.CarrierAccepted))
            || (carrierProcessing && transaction.CarrierProcessingAt >= from && transaction.CarrierProcessingAt < before
                && (!IsLatestOnly || transaction.StatusDetail == StatusDetail.CarrierProcessing))
            || (carrierCompleted && transaction.CarrierCompletedAt >= from && transaction.CarrierCompletedAt < before
                && (!IsLatestOnly || transaction.StatusDetail == StatusDetail.CarrierCompleted))
            || (noyoVerified && transaction.NoyoVerifiedAt >= from && transaction.NoyoVerifiedAt < before
                && (!IsLatestOnly || transaction.StatusDetail == StatusDetail.NoyoVerified)));
    }
}
