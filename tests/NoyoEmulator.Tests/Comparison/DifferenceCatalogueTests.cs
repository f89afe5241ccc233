using NoyoEmulator.Comparison;

namespace NoyoEmulator.Tests.Comparison;

/// <summary>Every row of the catalogue, provoked from the platform's side and from the carrier's.</summary>
public sealed class DifferenceCatalogueTests
{
    public static TheoryData<string> FieldKeys => [.. FieldCase.All.Select(it => it.Key)];

    [Theory]
    [MemberData(nameof(FieldKeys))]
    public void A_value_changed_at_the_platform_is_one_mismatch(string key)
    {
        var theCase = FieldCase.All.Single(it => it.Key == key);
        foreach (var member in MembersFor(theCase))
        {
            var mismatch = FamilyComparer.Compare([theCase.Change(member)], [member]).ShouldHaveSingleItem();

            ShouldBeOf(theCase, member, mismatch);
            mismatch.Fields.ShouldBe([new FieldDifference(key, theCase.After, Before(theCase, member))]);
        }
    }

    [Theory]
    [MemberData(nameof(FieldKeys))]
    public void A_value_changed_at_the_carrier_is_one_mismatch(string key)
    {
        var theCase = FieldCase.All.Single(it => it.Key == key);
        foreach (var member in MembersFor(theCase))
        {
            var mismatch = FamilyComparer.Compare([member], [theCase.Change(member)]).ShouldHaveSingleItem();

            ShouldBeOf(theCase, member, mismatch);
            mismatch.Fields.ShouldBe([new FieldDifference(key, Before(theCase, member), theCase.After)]);
        }
    }

    [Fact]
    public void An_employee_the_carrier_does_not_know_is_a_new_hire_without_enrollments()
    {
        var mismatches = FamilyComparer.Compare([Family.Employee], []);

        mismatches.Select(it => it.Key).ShouldBe(
        [
            new MismatchKey("new_hire", Classification.MissingFromCarrier, ObjectType.Employee, Family.EmployeeId, ""),
            MissingKey(Classification.MissingFromCarrier, Family.Employee, $"medical:{Family.EmployeeEnrollmentId}"),
        ]);
        mismatches[0].ShouldSatisfyAllConditions(
            it => it.Impact.ShouldBe(5),
            it => it.IndividualId.ShouldBe(Family.EmployeeId),
            it => it.Fields.ShouldBe(
            [
                new FieldDifference(
                    "object",
                    $$"""{"individual_id":"{{Family.EmployeeId}}","member_first_name":"Alice","member_last_name":"O'Hara","member_type":"employee"}""",
                    null),
            ]));
    }

    [Fact]
    public void An_enrollment_the_carrier_does_not_have_is_missing_from_the_carrier()
    {
        foreach (var member in Family.Whole)
        {
            var mismatch = FamilyComparer.Compare([member], [member with { Enrollments = [] }]).ShouldHaveSingleItem();

            mismatch.Key.ShouldBe(MissingKey(Classification.MissingFromCarrier, member, $"medical:{member.Enrollments[0].Id}"));
            mismatch.Impact.ShouldBe(5);
            mismatch.Fields.ShouldBe([new FieldDifference("object", MissingEnrollment(member), null)]);
        }
    }

    [Fact]
    public void An_enrollment_the_platform_does_not_have_is_missing_from_the_platform()
    {
        foreach (var member in Family.Whole)
        {
            var mismatch = FamilyComparer.Compare([member with { Enrollments = [] }], [member]).ShouldHaveSingleItem();

            mismatch.Key.ShouldBe(MissingKey(Classification.MissingFromPlatform, member, $"medical:{Family.PlanId}:2024-01-01"));
            mismatch.Impact.ShouldBe(4);
            mismatch.Fields.ShouldBe([new FieldDifference("object", null, MissingEnrollment(member))]);
        }
    }

    [Fact]
    public void Every_field_mismatch_of_the_catalogue_has_a_case_for_each_of_its_keys() =>
        FieldCase.All.Select(it => (it.Type, it.Key.Replace("[0]", "[n]", StringComparison.Ordinal).Replace("config.benefit_class", "config.*", StringComparison.Ordinal))).ShouldBe(
            DifferenceCatalogue.All
                .Where(type => type.Classification is Classification.FieldMismatch)
                .SelectMany(type => type.Keys.Select(key => (type.Name, key))),
            ignoreOrder: true);

    [Fact]
    public void Every_value_that_is_read_belongs_to_a_row() =>
        EnrollmentFields.ByKey.Keys.Concat(MemberFields.ByKey.Keys)
            .ShouldBe(DifferenceCatalogue.FieldMismatches.SelectMany(type => type.Keys), ignoreOrder: true);

    [Fact]
    public void Every_missing_object_of_the_catalogue_has_a_test_above() =>
        DifferenceCatalogue.All.Where(type => type.Classification is not Classification.FieldMismatch).ShouldBe(
        [
            DifferenceCatalogue.NewHire,
            DifferenceCatalogue.EnrollmentMissingFromCarrier,
            DifferenceCatalogue.EnrollmentMissingFromPlatform,
        ]);

    [Fact]
    public void Name_and_classification_identify_a_row() =>
        DifferenceCatalogue.All.Select(type => (type.Name, type.Classification)).ShouldBeUnique();

    [Fact]
    public void Impact_scores_run_from_one_to_five() =>
        DifferenceCatalogue.All.Select(type => type.Impact).Distinct().Order().ShouldBe([1, 2, 3, 4, 5]);

    [Fact]
    public void Only_what_Noyo_publishes_is_marked_as_published()
    {
        NamesOf(Provenance.Published).ShouldBe(["missing_ie", "ie_effective_start_date", "ie_effective_end_date", "dob"]);
        NamesOf(Provenance.NamePublished).ShouldBe(["new_hire", "phone_number"]);
    }

    private static IEnumerable<string> NamesOf(Provenance provenance) =>
        DifferenceCatalogue.All.Where(type => type.Provenance == provenance).Select(type => type.Name);

    private static DifferenceType TypeOf(FieldCase theCase) => DifferenceCatalogue.All.Single(type => type.Name == theCase.Type);

    private static IEnumerable<MemberRecord> MembersFor(FieldCase theCase) =>
        Family.Whole.Where(member => TypeOf(theCase).ObjectTypes.Any(
            objectType => objectType is ObjectType.IndividualEnrollment || objectType == ObjectTypeOf(member)));

    private static ObjectType ObjectTypeOf(MemberRecord member) =>
        member.IndividualType is MemberType.Employee ? ObjectType.Employee : ObjectType.Dependent;

    private static string? Before(FieldCase theCase, MemberRecord member) =>
        theCase.Key == "person.first_name" ? member.Person.FirstName : theCase.Before;

    private static MismatchKey MissingKey(Classification classification, MemberRecord member, string discriminator) =>
        new("missing_ie", classification, ObjectTypeOf(member), member.IndividualId, discriminator);

    private static string MissingEnrollment(MemberRecord member) =>
        $$"""
        {"individual_id":"{{member.IndividualId}}",
        "line_of_coverage":"medical",
        "member_first_name":"{{member.Person.FirstName}}",
        "member_last_name":"O'Hara",
        "member_type":"{{member.IndividualType.ToString().ToLowerInvariant()}}",
        "plan_id":"{{Family.PlanId}}"}
        """.ReplaceLineEndings("");

    private static void ShouldBeOf(FieldCase theCase, MemberRecord member, Mismatch mismatch)
    {
        var type = TypeOf(theCase);
        var isOfEnrollment = type.ObjectTypes.Contains(ObjectType.IndividualEnrollment);
        mismatch.Key.ShouldBe(new MismatchKey(
            theCase.Type,
            Classification.FieldMismatch,
            isOfEnrollment ? ObjectType.IndividualEnrollment : ObjectTypeOf(member),
            isOfEnrollment ? member.Enrollments[0].Id!.Value : member.IndividualId,
            ""));
        mismatch.Impact.ShouldBe(type.Impact);
        mismatch.IndividualId.ShouldBe(member.IndividualId);
    }
}
