using NoyoEmulator.Comparison;

namespace NoyoEmulator.Tests.Comparison;

/// <summary>What holds for any two families and any sequence of comparisons; a failure names the seed that shows it.</summary>
public sealed class ComparisonPropertyTests
{
    private static readonly IEnumerable<int> Seeds = Enumerable.Range(0, 500);

    [Fact]
    public void A_family_does_not_differ_from_itself()
    {
        foreach (var seed in Seeds)
        {
            var family = new RandomFamilies(seed).Next();

            FamilyComparer.Compare(family, family).ShouldBeEmpty($"seed {seed}");
        }
    }

    [Fact]
    public void A_carrier_that_records_what_it_was_sent_leaves_no_mismatch()
    {
        foreach (var seed in Seeds)
        {
            var platform = new RandomFamilies(seed).Next();
            var recorded = platform.Reverse().Select(member => member.ChangeEnrollment(it => it with { Id = null })).ToList();

            FamilyComparer.Compare(platform, recorded).ShouldBeEmpty($"seed {seed}");
        }
    }

    [Fact]
    public void No_two_mismatches_have_the_same_key()
    {
        foreach (var (seed, platform, carrier) in Pairs())
            FamilyComparer.Compare(platform, carrier).Select(it => it.Key).ShouldBeUnique($"seed {seed}");
    }

    [Fact]
    public void Every_mismatch_is_as_its_row_of_the_catalogue_says()
    {
        foreach (var (seed, platform, carrier) in Pairs())
        {
            foreach (var mismatch in FamilyComparer.Compare(platform, carrier))
            {
                var type = TypeOf(mismatch);
                type.ObjectTypes.ShouldContain(mismatch.Key.ObjectType, $"seed {seed}");
                mismatch.Impact.ShouldBe(type.Impact, $"seed {seed}");
                mismatch.Fields.ShouldNotBeEmpty($"seed {seed}");
                mismatch.Fields.Select(it => it.Key).ShouldBeUnique($"seed {seed}");
            }
        }
    }

    [Fact]
    public void Mismatches_are_ordered_by_person_then_by_catalogue()
    {
        foreach (var (seed, platform, carrier) in Pairs())
        {
            var order = FamilyComparer.Compare(platform, carrier)
                .Select(it => (it.IndividualId, DifferenceCatalogue.All.ToList().IndexOf(TypeOf(it))))
                .ToList();

            order.ShouldBe(order.Order().ToList(), $"seed {seed}");
        }
    }

    [Fact]
    public void Values_that_differ_differ_from_either_side()
    {
        foreach (var (seed, platform, carrier) in Pairs())
            CountFieldMismatches(platform, carrier).ShouldBe(CountFieldMismatches(carrier, platform), $"seed {seed}");
    }

    [Fact]
    public void Reconciling_any_sequence_of_comparisons_leaves_exactly_what_was_found()
    {
        foreach (var seed in Seeds)
        {
            var families = new RandomFamilies(seed);
            var ledger = new Ledger();
            for (var step = 0; step < 8; step++)
            {
                var found = FamilyComparer.Compare(families.Next(), families.Next());

                ledger.Apply(found, families.Trigger(), $"seed {seed}, step {step}");
            }

            ledger.Apply([], families.Trigger(), $"seed {seed}, at the end");
        }
    }

    private static IEnumerable<(int Seed, IReadOnlyList<MemberRecord> Platform, IReadOnlyList<MemberRecord> Carrier)> Pairs()
    {
        foreach (var seed in Seeds)
        {
            var families = new RandomFamilies(seed);
            yield return (seed, families.Next(), families.Next());
        }
    }

    private static DifferenceType TypeOf(Mismatch mismatch) => DifferenceCatalogue.All.Single(
        type => type.Name == mismatch.Key.DifferenceType && type.Classification == mismatch.Key.Classification);

    private static int CountFieldMismatches(IReadOnlyList<MemberRecord> platform, IReadOnlyList<MemberRecord> carrier) =>
        FamilyComparer.Compare(platform, carrier)
            .Where(it => it.Key.Classification is Classification.FieldMismatch)
            .Sum(it => it.Fields.Count);

    /// <summary>The differences on record, as a caller of the reconciler would keep them.</summary>
    private sealed class Ledger
    {
        private List<OpenDifference> _open = [];
        private int _lastId;

        public void Apply(IReadOnlyList<Mismatch> found, ComparisonTrigger trigger, string because)
        {
            var outcomes = Reconciler.Reconcile(_open, found, trigger).Outcomes;
            EveryDifferenceShouldBeAccountedForOnce(outcomes, because);

            _open = [.. outcomes.Select(Next).OfType<OpenDifference>()];

            _open.Select(it => Text(it.Key, it.Fields)).SequenceEqual(found.Select(it => Text(it.Key, it.Fields))).ShouldBeTrue(because);
            if (trigger is ComparisonTrigger.FinalConfirmation)
                _open.ShouldAllBe(it => it.IsDiscrepancy, because);
        }

        private void EveryDifferenceShouldBeAccountedForOnce(IReadOnlyList<ReconciliationOutcome> outcomes, string because) =>
            outcomes.Select(IdOf).OfType<Guid>().Order().SequenceEqual(_open.Select(it => it.Id).Order()).ShouldBeTrue(because);

        private static Guid? IdOf(ReconciliationOutcome outcome) => outcome switch
        {
            ResolvedDifference resolved => resolved.Id,
            ReplacedDifference replaced => replaced.Id,
            UpdatedDifference updated => updated.Id,
            RaisedDifference raised => raised.Id,
            UnchangedDifference unchanged => unchanged.Id,
            _ => null,
        };

        private OpenDifference? Next(ReconciliationOutcome outcome) => outcome switch
        {
            CreatedDifference created => New(created.Mismatch, created.IsDiscrepancy),
            ReplacedDifference replaced => New(replaced.Replacement, isDiscrepancy: false),
            UpdatedDifference updated => Existing(updated.Id) with { Fields = updated.Mismatch.Fields },
            RaisedDifference raised => Existing(raised.Id) with { Fields = raised.Mismatch.Fields, IsDiscrepancy = true },
            UnchangedDifference unchanged => Existing(unchanged.Id),
            _ => null,
        };

        private OpenDifference New(Mismatch mismatch, bool isDiscrepancy) =>
            new(Family.Id(++_lastId), mismatch.Key, mismatch.Fields, isDiscrepancy);

        private OpenDifference Existing(Guid id) => _open.Single(it => it.Id == id);

        private static string Text(MismatchKey key, IReadOnlyList<FieldDifference> fields) => $"{key} {string.Join(", ", fields)}";
    }
}
