using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Discrepancies;

/// <summary>Reads single discrepancies, and what was done about them.</summary>
internal static class DiscrepancyReading
{
    /// <summary>The discrepancy with an id; null when there is none.</summary>
    public static async Task<Discrepancy?> FindAsync(EmulatorDbContext db, string id, CancellationToken cancellationToken) =>
        Uuid.TryParse(id, out var known) && await db.Differences.FindAsync([known], cancellationToken) is { } difference && Discrepancy.Is(difference)
            ? new Discrepancy(difference, await Outcomes(db, known).FirstOrDefaultAsync(cancellationToken))
            : null;

    /// <summary>The outcomes that were asked for, newest first; of notes, those with which something was said.</summary>
    public static async Task<Paginated<TResult>> ListAsync<TResult>(
        EmulatorDbContext db, Guid differenceId, bool isOfNotes, PageRequest page, Converter<DiscrepancyStep, TResult> form, CancellationToken cancellationToken)
    {
        var steps = Outcomes(db, differenceId).Where(step => !isOfNotes || (step.RequestContext != null && step.RequestContext != ""));
        var total = await steps.CountAsync(cancellationToken);
        var rows = await steps.Skip(page.Offset).Take(page.PageSize).ToListAsync(cancellationToken);
        return Paginated<TResult>.For(page, total, rows.ConvertAll(form));
    }

    private static IOrderedQueryable<DiscrepancyStep> Outcomes(EmulatorDbContext db, Guid differenceId) => db.DiscrepancySteps
        .Where(step => step.DifferenceId == differenceId && step.Outcome != null).OrderByDescending(step => step.Created).ThenByDescending(step => step.Id);
}
