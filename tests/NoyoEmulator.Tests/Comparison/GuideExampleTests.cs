using NoyoEmulator.Comparison;

namespace NoyoEmulator.Tests.Comparison;

/// <summary>The published example of snapshot and tracking: a dependent is enrolled in vision coverage.</summary>
public sealed class GuideExampleTests
{
    private static readonly MemberRecord Jade = new()
    {
        IndividualId = Guid.Parse("d0e180e6-fafc-441e-8ac4-08d9a9fe4657"),
        IndividualType = MemberType.Dependent,
        Person = new PersonRecord { FirstName = "Jade", LastName = "Cornwall", DateOfBirth = new DateOnly(2015, 5, 4), Sex = "F" },
        Relationship = "child",
    };

    private static readonly EnrollmentRecord Vision = new()
    {
        Id = Family.Id(31),
        LineOfCoverage = "vision",
        PlanId = Guid.Parse("9302a1db-bed5-4be6-96f5-c51371cc96a3"),
        EffectiveStartDate = new DateOnly(2024, 8, 22),
        EffectiveEndDate = Family.OpenEnd,
    };

    private static readonly IReadOnlyList<MemberRecord> Platform = [Family.Employee, Jade with { Enrollments = [Vision] }];

    [Fact]
    public void Enrolling_a_dependent_is_one_missing_enrollment_with_the_published_object()
    {
        var mismatch = FamilyComparer.Compare(Platform, [Family.Employee, Jade]).ShouldHaveSingleItem();

        ShouldBeTheMissingEnrollment(mismatch);
    }

    [Fact]
    public void A_dependent_the_carrier_has_never_heard_of_is_only_a_missing_enrollment()
    {
        var mismatch = FamilyComparer.Compare(Platform, [Family.Employee]).ShouldHaveSingleItem();

        ShouldBeTheMissingEnrollment(mismatch);
    }

    [Fact]
    public void A_later_start_at_the_carrier_is_one_mismatch_of_the_start_date()
    {
        var later = Vision with { Id = null, EffectiveStartDate = new DateOnly(2024, 9, 1) };

        var mismatch = FamilyComparer.Compare(Platform, [Family.Employee, Jade with { Enrollments = [later] }]).ShouldHaveSingleItem();

        mismatch.ShouldBe(new Mismatch(
            new MismatchKey("ie_effective_start_date", Classification.FieldMismatch, ObjectType.IndividualEnrollment, Family.Id(31), ""),
            4,
            Jade.IndividualId,
            [new FieldDifference("effective_start_date", "2024-08-22", "2024-09-01")]));
    }

    private static void ShouldBeTheMissingEnrollment(Mismatch mismatch) => mismatch.ShouldBe(new Mismatch(
        new MismatchKey("missing_ie", Classification.MissingFromCarrier, ObjectType.Dependent, Jade.IndividualId, $"vision:{Vision.Id}"),
        5,
        Jade.IndividualId,
        [
            new FieldDifference(
                "object",
                """{"individual_id":"d0e180e6-fafc-441e-8ac4-08d9a9fe4657","line_of_coverage":"vision","member_first_name":"Jade","member_last_name":"Cornwall","member_type":"dependent","plan_id":"9302a1db-bed5-4be6-96f5-c51371cc96a3"}""",
                null),
        ]));
}
