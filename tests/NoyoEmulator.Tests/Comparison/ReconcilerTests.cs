using NoyoEmulator.Comparison;
using static NoyoEmulator.Comparison.ComparisonTrigger;

namespace NoyoEmulator.Tests.Comparison;

/// <summary>What becomes of open differences and found mismatches, rule by rule.</summary>
public sealed class ReconcilerTests
{
    private static readonly Guid DifferenceId = Family.Id(41);
    private static readonly MismatchKey Key = new("salary", Classification.FieldMismatch, ObjectType.Employee, Family.EmployeeId, "");
    private static readonly FieldDifference Amount = new("employment.salary.amount", "52000", "50000");
    private static readonly FieldDifference Unit = new("employment.salary.unit", "annual", "month");

    [Theory]
    [InlineData(SnapshotSent, false)]
    [InlineData(Confirmation, true)]
    [InlineData(FinalConfirmation, true)]
    public void A_new_mismatch_is_created_and_is_a_discrepancy_at_once_when_found_at_a_confirmation(
        ComparisonTrigger trigger, bool isDiscrepancy) =>
        Reconciler.Reconcile([], [Found(Amount)], trigger).Outcomes
            .ShouldBe([new CreatedDifference(Found(Amount), isDiscrepancy)]);

    [Theory]
    [InlineData(SnapshotSent, false)]
    [InlineData(SnapshotSent, true)]
    [InlineData(Confirmation, false)]
    [InlineData(Confirmation, true)]
    [InlineData(FinalConfirmation, false)]
    [InlineData(FinalConfirmation, true)]
    public void A_difference_whose_mismatch_is_gone_is_resolved(ComparisonTrigger trigger, bool isDiscrepancy) =>
        Reconciler.Reconcile([Open(isDiscrepancy, Amount)], [], trigger).Outcomes
            .ShouldBe([new ResolvedDifference(DifferenceId)]);

    [Theory]
    [InlineData(SnapshotSent, false)]
    [InlineData(SnapshotSent, true)]
    [InlineData(Confirmation, false)]
    [InlineData(Confirmation, true)]
    [InlineData(FinalConfirmation, true)]
    public void A_difference_seen_again_as_it_was_is_unchanged(ComparisonTrigger trigger, bool isDiscrepancy) =>
        Reconciler.Reconcile([Open(isDiscrepancy, Amount)], [Found(Amount)], trigger).Outcomes
            .ShouldBe([new UnchangedDifference(DifferenceId, Found(Amount))]);

    [Fact]
    public void A_pending_change_still_there_at_the_final_confirmation_is_raised()
    {
        var changed = Amount with { CarrierValue = "51000" };

        Reconciler.Reconcile([Open(false, Amount)], [Found(Amount)], FinalConfirmation).Outcomes
            .ShouldBe([new RaisedDifference(DifferenceId, Found(Amount))]);
        Reconciler.Reconcile([Open(false, Amount)], [Found(changed)], FinalConfirmation).Outcomes
            .ShouldBe([new RaisedDifference(DifferenceId, Found(changed))]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_snapshot_that_changes_the_platforms_value_replaces_the_difference(bool isDiscrepancy)
    {
        var found = Found(Amount with { PlatformValue = "60000" }, Unit);

        Reconciler.Reconcile([Open(isDiscrepancy, Amount, Unit)], [found], SnapshotSent).Outcomes
            .ShouldBe([new ReplacedDifference(DifferenceId, found)]);
    }

    [Fact]
    public void A_snapshot_that_leaves_no_value_in_common_replaces_the_difference() =>
        Reconciler.Reconcile([Open(false, Amount)], [Found(Unit)], SnapshotSent).Outcomes
            .ShouldBe([new ReplacedDifference(DifferenceId, Found(Unit))]);

    [Fact]
    public void A_snapshot_that_adds_or_drops_a_value_updates_the_difference()
    {
        Reconciler.Reconcile([Open(false, Amount)], [Found(Amount, Unit)], SnapshotSent).Outcomes
            .ShouldBe([new UpdatedDifference(DifferenceId, Found(Amount, Unit))]);
        Reconciler.Reconcile([Open(true, Amount, Unit)], [Found(Unit)], SnapshotSent).Outcomes
            .ShouldBe([new UpdatedDifference(DifferenceId, Found(Unit))]);
    }

    [Fact]
    public void A_change_of_the_carriers_value_updates_the_difference_also_when_a_snapshot_is_sent()
    {
        var found = Found(Amount with { CarrierValue = "51000" });

        Reconciler.Reconcile([Open(false, Amount)], [found], SnapshotSent).Outcomes
            .ShouldBe([new UpdatedDifference(DifferenceId, found)]);
    }

    [Theory]
    [InlineData(Confirmation, false)]
    [InlineData(Confirmation, true)]
    [InlineData(FinalConfirmation, true)]
    public void A_confirmation_updates_the_difference_whichever_value_changed(ComparisonTrigger trigger, bool isDiscrepancy)
    {
        foreach (var found in new[] { Found(Amount with { PlatformValue = "60000" }), Found(
            Amount with { CarrierValue = "51000" }), Found(Unit) })
        {
            Reconciler.Reconcile([Open(isDiscrepancy, Amount)], [found], trigger).Outcomes
                .ShouldBe([new UpdatedDifference(DifferenceId, found)]);
        }
    }

    [Fact]
    public void Two_mismatches_of_one_type_are_told_apart_by_the_discriminator()
    {
        var other = Found(Amount) with { Key = Key with { Discriminator = "other" } };

        Reconciler.Reconcile([Open(false, Amount)], [other], Confirmation).Outcomes
            .ShouldBe([new CreatedDifference(other, IsDiscrepancy: true), new ResolvedDifference(DifferenceId)]);
    }

    [Fact]
    public void Outcomes_can_be_read_kind_by_kind()
    {
        var result = Reconciler.Reconcile(
            [Open(false, Amount)], [Found(Amount) with { Key = Key with { ObjectId = Family.DependentId } }], SnapshotSent);

        result.Created.ShouldHaveSingleItem();
        result.Resolved.ShouldHaveSingleItem();
        result.Replaced.ShouldBeEmpty();
        result.Updated.ShouldBeEmpty();
        result.Raised.ShouldBeEmpty();
        result.Unchanged.ShouldBeEmpty();
    }

    [Fact]
    public void Two_differences_or_mismatches_with_one_key_are_a_programming_error()
    {
        Should.Throw<ArgumentException>(() => Reconciler.Reconcile([Open(false, Amount), Open(true, Unit)], [], SnapshotSent));
        Should.Throw<ArgumentException>(() => Reconciler.Reconcile([], [Found(Amount), Found(Unit)], SnapshotSent));
    }

    [Fact]
    public void Everything_is_equal_by_value()
    {
        Found(Amount, Unit).ShouldBe(Found(Amount, Unit));
        Found(Amount, Unit).GetHashCode().ShouldBe(Found(Amount, Unit).GetHashCode());
        Found(Amount, Unit).ShouldNotBe(Found(Unit, Amount));
        Open(false, Amount).ShouldBe(Open(false, Amount));
        Open(false, Amount).GetHashCode().ShouldBe(Open(false, Amount).GetHashCode());
        Open(false, Amount).ShouldNotBe(Open(true, Amount));
        Reconciler.Reconcile([], [Found(Amount)], SnapshotSent).ShouldBe(Reconciler.Reconcile([], [Found(Amount)], SnapshotSent));
        Reconciler.Reconcile([], [Found(Amount)], SnapshotSent).ShouldNotBe(Reconciler.Reconcile([], [Found(Amount)], Confirmation));
    }

    private static Mismatch Found(params IReadOnlyList<FieldDifference> fields) => new(Key, 2, Family.EmployeeId, fields);

    private static OpenDifference Open(bool isDiscrepancy, params IReadOnlyList<FieldDifference> fields) =>
        new(DifferenceId, Key, fields, isDiscrepancy);
}
