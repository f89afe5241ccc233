using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Accounts;
using NoyoEmulator.Configuration;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Transactions;

/// <summary>Labels, and which transactions have them.</summary>
internal static class TransactionLabels
{
    public static void MapLabels(this IEndpointRouteBuilder routes)
    {
        var labels = routes.MapGroup("").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).RequireToken().OnWorld().OnlyKnownParameters().AddValidation();
        _ = labels.MapGet("/api/v1/labels", ListAsync).WithName("getLabelList").WithTags("Label")
            .WithSummary("Get a list of all Labels").WithDescription("The newest that matches, as Noyo's schema has it; with Noyo:LabelList=array a bare array of all, as its example has it. Labels come from seeds.")
            .Takes([new("display_name", "string", "Only labels whose name has this part, in any case.")])
            .Produces<LabelPublicResult>().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = labels.MapPost("/ui/v1/labels/{label_id}/bulk_assign", AssignAsync).WithName("bulkCreateMemberTransactionLabels").WithTags("Label")
            .WithSummary("Put a Label on Member Transactions").WithDescription("On all that exist; the answer names those that do not.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = labels.MapGet("/ui/v1/member_transactions/{transaction_id}/labels", ListOfTransactionAsync).WithName("getMemberTransactionLabelsUIList")
            .WithTags("Member Transaction Labels").WithSummary("Get all Labels of a Member Transaction").WithDescription("Newest first.")
            .Takes(
            [
                .. QueryParameter.Paging,
                new("label_id", "string", "Only this label.", "uuid"),
                new("display_name", "string", "Only labels whose name has this part, in any case."),
            ])
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Transactions with their groups and labels.</summary>
    public static async Task<IReadOnlyList<MemberTransactionUIResult>> WithGroupsAsync(
        EmulatorDbContext db, IReadOnlyList<MemberTransactionResult> results, IReadOnlyList<MemberTransaction> transactions, CancellationToken cancellationToken)
    {
        var ids = transactions.Select(transaction => transaction.Id).ToList();
        var groupIds = transactions.Select(transaction => transaction.GroupId).Distinct().ToList();
        var groups = await db.Groups.Where(group => groupIds.Contains(group.Id)).ToDictionaryAsync(group => group.Id, cancellationToken);
        var labels = (await (from assigned in db.TransactionLabels
                             where ids.Contains(assigned.TransactionId)
                             join label in db.Labels on assigned.LabelId equals label.Id
                             orderby assigned.Created descending, assigned.Id descending
                             select new { assigned.TransactionId, Label = label }).ToListAsync(cancellationToken))
            .ToLookup(assigned => assigned.TransactionId, assigned => TransactionResults.Of(assigned.Label));
        return [.. results.Zip(transactions, (result, transaction) => new MemberTransactionUIResult
        {
            MemberTransaction = result,
            Group = GroupResult.Of(groups[transaction.GroupId]),
            Labels = [.. labels[transaction.Id]],
        })];
    }

    private static async Task<IResult> ListAsync(HttpContext context, World world, NoyoOptions noyo, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var name = reader.Text("display_name");
        if (reader.Failure is { } failure)
            return failure;
        await using var db = world.OpenReader();
        var all = await db.Labels.OrderByDescending(label => label.Created).ThenByDescending(label => label.Id).ToListAsync(cancellationToken);
        var found = all.FindAll(label => Has(label, name)).ConvertAll(TransactionResults.Of);
        if (noyo.LabelList == LabelListShape.Array)
            return TypedResults.Ok(found);
        return found is [var newest, ..] ? TypedResults.Ok(newest) : ApiErrorResult.NotFound("There is no such label");
    }

    private static async Task<Results<Created<BulkLabelResult>, ApiErrorResult>> AssignAsync(
        [RouteId(Name = "label_id")] string labelId, JsonBody<BulkLabelTransactionsRequest> body, World world, CancellationToken cancellationToken)
    {
        if (!Uuid.TryParse(labelId, out var id))
            return ApiErrorResult.Unknown("Label", labelId);
        List<Guid> wanted = [.. body.Value.MemberTransactions!.Select(Uuid.Parse).Distinct()];
        return await world.WriteAsync<Results<Created<BulkLabelResult>, ApiErrorResult>>(
            session =>
            {
                if (session.Rows.Find<Label>(id) is null)
                {
                    session.Discard();
                    return ApiErrorResult.Unknown("Label", labelId);
                }

                var known = session.Rows.WhereIn<MemberTransaction>("id", wanted).Select(transaction => transaction.Id).ToHashSet();
                var labeled = session.Rows.WhereIn<TransactionLabel>("transaction_id", wanted).Where(label => label.LabelId == id)
                    .Select(label => label.TransactionId).ToHashSet();
                foreach (var transactionId in wanted.Where(transactionId => known.Contains(transactionId) && !labeled.Contains(transactionId)))
                {
                    session.Rows.Insert(new TransactionLabel
                    {
                        Id = session.NewId(),
                        Version = session.NewId(),
                        Created = session.Now,
                        TransactionId = transactionId,
                        LabelId = id,
                    });
                }

                return TypedResults.Created(
                    (string?)null, new BulkLabelResult(wanted.FindAll(known.Contains), wanted.FindAll(transactionId => !known.Contains(transactionId))));
            },
            cancellationToken);
    }

    private static async Task<Results<Ok<Paginated<MemberTransactionLabelUIResult>>, ApiErrorResult>> ListOfTransactionAsync(
        [RouteId(Name = "transaction_id")] string transactionId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        var labelId = reader.Guid("label_id");
        var name = reader.Text("display_name");
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(transactionId, out var id) || !await db.MemberTransactions.AnyAsync(transaction => transaction.Id == id, cancellationToken))
            return ApiErrorResult.Unknown("MemberTransaction", transactionId);
        if (reader.Failure is { } failure)
            return failure;
        // A transaction has as many labels as there are, which people made.
        var assigned = await (from row in db.TransactionLabels
                              where row.TransactionId == id && (labelId == null || row.LabelId == labelId)
                              join label in db.Labels on row.LabelId equals label.Id
                              orderby row.Created descending, row.Id descending
                              select new { Row = row, Label = label }).ToListAsync(cancellationToken);
        var found = assigned.FindAll(row => Has(row.Label, name));
        return TypedResults.Ok(Paginated<MemberTransactionLabelUIResult>.For(
            page, found.Count, [.. found.Skip(page.Offset).Take(page.PageSize).Select(row => TransactionResults.Of(row.Row, row.Label))]));
    }

    private static bool Has(Label label, string? part) => part is null || label.DisplayName.Contains(part, StringComparison.InvariantCultureIgnoreCase);
}

internal sealed class BulkLabelTransactionsRequestValidator : AbstractValidator<BulkLabelTransactionsRequest>
{
    public BulkLabelTransactionsRequestValidator()
    {
        _ = RuleFor(body => body.MemberTransactions).IsRequired();
        _ = RuleForEach(body => body.MemberTransactions).Must(id => Uuid.TryParse(id, out _)).WithMessage("must be a uuid");
    }
}
