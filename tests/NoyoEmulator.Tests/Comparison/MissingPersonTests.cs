using NoyoEmulator.Comparison;

namespace NoyoEmulator.Tests.Comparison;

/// <summary>People whom only one side knows, or for whom nobody has coverage.</summary>
public sealed class MissingPersonTests
{
    [Fact]
    public void A_whole_family_unknown_to_the_carrier_is_a_new_hire_and_its_enrollments() =>
        FamilyComparer.Compare([Family.Dependent, Family.Employee], []).Select(it => (it.Key.DifferenceType, it.IndividualId)).ShouldBe(
        [
            ("new_hire", Family.EmployeeId),
            ("missing_ie", Family.EmployeeId),
            ("missing_ie", Family.DependentId),
        ]);

    [Fact]
    public void An_employee_without_coverage_is_no_new_hire()
    {
        FamilyComparer.Compare([Family.EmployeeWith()], []).ShouldBeEmpty();
        FamilyComparer.Compare([Family.EmployeeWith(Family.Employee.Enrollments[0].Waived())], []).ShouldBeEmpty();
    }

    [Fact]
    public void Only_coverage_of_a_new_hire_is_missing()
    {
        var dental = Family.Enrollment(Family.Id(33)) with { LineOfCoverage = "dental" };

        FamilyComparer.Compare([Family.EmployeeWith(Family.Employee.Enrollments[0].Waived(), dental)], [])
            .Select(it => (it.Key.DifferenceType, it.Key.Discriminator))
            .ShouldBe([("new_hire", ""), ("missing_ie", $"dental:{dental.Id}")]);
    }

    [Fact]
    public void A_person_only_the_carrier_knows_has_an_enrollment_missing_from_the_platform()
    {
        var mismatch = FamilyComparer.Compare([Family.Employee], Family.Whole).ShouldHaveSingleItem();

        mismatch.Key.ShouldSatisfyAllConditions(
            it => it.Classification.ShouldBe(Classification.MissingFromPlatform),
            it => it.ObjectType.ShouldBe(ObjectType.Dependent),
            it => it.ObjectId.ShouldBe(Family.DependentId));
        mismatch.Fields.ShouldHaveSingleItem().CarrierValue!.ShouldContain("\"member_first_name\":\"Bob\"");
    }

    [Fact]
    public void A_person_only_the_carrier_knows_is_nothing_without_coverage() =>
        FamilyComparer.Compare([Family.Employee], [Family.Employee, Family.Dependent with { Enrollments = [] }]).ShouldBeEmpty();

    [Fact]
    public void Values_of_a_person_without_coverage_on_either_side_are_not_compared()
    {
        var waived = Family.Employee.ChangeEnrollment(it => it.Waived());

        FamilyComparer.Compare([waived], [waived.ChangePerson(it => it with { LastName = "Smith" })]).ShouldBeEmpty();
    }

    [Fact]
    public void Values_of_a_person_with_coverage_on_one_side_are_compared()
    {
        var renamed = Family.Employee.ChangePerson(it => it with { LastName = "Smith" });

        FamilyComparer.Compare([Family.Employee], [renamed with { Enrollments = [] }]).Select(it => it.Key.DifferenceType)
            .ShouldBe(["missing_ie", "name"]);
        FamilyComparer.Compare([Family.EmployeeWith()], [renamed]).Select(it => it.Key.DifferenceType)
            .ShouldBe(["missing_ie", "name"]);
    }

    [Fact]
    public void The_employee_comes_first_then_the_dependents_by_id()
    {
        var elder = Family.Dependent with { IndividualId = Family.Id(0), Enrollments = [Family.Enrollment(Family.Id(13))] };

        FamilyComparer.Compare([Family.Dependent, elder, Family.Employee], []).Select(it => it.IndividualId).Distinct()
            .ShouldBe([Family.EmployeeId, Family.Id(0), Family.DependentId]);
    }

    [Fact]
    public void A_person_can_occur_only_once_on_a_side()
    {
        Should.Throw<ArgumentException>(() => FamilyComparer.Compare([Family.Employee, Family.Employee], []));
        Should.Throw<ArgumentException>(() => FamilyComparer.Compare([], [Family.Employee, Family.Employee]));
    }
}
