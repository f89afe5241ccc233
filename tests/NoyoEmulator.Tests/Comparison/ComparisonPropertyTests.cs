using NoyoEmulator.Carriers;
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
    public void What_the_platform_leaves_out_differs_in_nothing()
    {
        foreach (var (seed, platform, carrier) in Pairs())
        {
            var stated = FamilyComparer.Compare([.. platform.Select(Silent)], carrier).Select(it => it.Key.DifferenceType).ToHashSet();

            stated.ExceptWith(["new_hire", "missing_ie", "ie_effective_start_date", "ie_effective_end_date", "ie_plan", "dob", "name", "sex", "relationship"]);
            stated.ShouldBeEmpty($"seed {seed}");
        }
    }

    [Fact]
    public void What_a_carrier_records_over_what_it_held_is_what_was_stated_and_else_what_it_was()
    {
        foreach (var (seed, anyPlatform, anyCarrier) in Pairs())
        {
            // Of several alike in one line it is open which is which.
            var (platform, carrier) = (OneOfALine(anyPlatform), OneOfALine(anyCarrier));
            var decision = RecordKeeping.Decide(Guid.Empty, Family.EmployeeId, platform, carrier, rules: []);

            var changed = decision.ShouldBeOfType<CarrierDecision.Recorded>().Changed.ToDictionary(record => record.IndividualId);
            IReadOnlyList<MemberRecord> after = [.. carrier.Where(record => !changed.ContainsKey(record.IndividualId)), .. changed.Values];
            FamilyComparer.Compare(platform, after).Where(it => it.Key.Classification is not Classification.MissingFromPlatform)
                .ShouldBeEmpty($"seed {seed}");
            foreach (var before in carrier.Where(record => changed.ContainsKey(record.IndividualId)))
            {
                var stated = platform.Single(record => record.IndividualId == before.IndividualId).Person;
                var recorded = changed[before.IndividualId].Person;
                recorded.Ssn.ShouldBe(stated.Ssn ?? before.Person.Ssn, $"seed {seed}");
                recorded.Contact.ShouldBe(stated.Contact is null ? before.Person.Contact : recorded.Contact, $"seed {seed}");
                recorded.Details.ShouldBe(stated.Details ?? before.Person.Details, $"seed {seed}");
            }
        }
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

    private static IReadOnlyList<MemberRecord> OneOfALine(IReadOnlyList<MemberRecord> members) =>
        [.. members.Select(member => member with { Enrollments = [.. member.Enrollments.DistinctBy(it => it.LineOfCoverage)] })];

    /// <summary>The member, stated without anything that may be left out.</summary>
    private static MemberRecord Silent(MemberRecord member) => member with
    {
        Person = member.Person with
        {
            MiddleName = null,
            Suffix = null,
            Ssn = null,
            MaritalStatus = null,
            HomeAddress = null,
            MailingAddress = null,
            Contact = null,
            Details = null,
        },
        Employment = null,
        Enrollments = [.. member.Enrollments.Select(it => it with { Volume = null, CarrierConfig = null, CobraDetails = null, PcpDetails = null })],
    };

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
