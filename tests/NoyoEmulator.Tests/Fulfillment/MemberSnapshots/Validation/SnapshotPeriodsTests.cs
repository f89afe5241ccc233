using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.MemberSnapshots.Validation;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Tests.Builders;

namespace NoyoEmulator.Tests.Fulfillment.MemberSnapshots.Validation;

/// <summary>What the body alone tells of coverages that contradict each other.</summary>
public sealed class SnapshotPeriodsTests
{
    private static readonly InboundMemberSnapshotValidator Validator = new();
    private static readonly InboundMemberSnapshotValidator OfHistory = InboundMemberSnapshotValidator.OfHistory();

    private static readonly Offer Dental = new("dental", "33333333-3333-4333-8333-333333333333", null, "Dental");

    [Fact]
    public void Everything_that_the_body_tells_is_told_at_once()
    {
        var body = FamilyBody.Of(1, dependents: 1)
            .Enroll(Dental, "2024-01-01", "2024-03-31").Enroll(Dental, "2024-03-31", "2024-05-31").Enroll(Dental, "2024-07-01", volume: -5)
            .Enroll(Dental, "2024-01-01", position: 2)
            .With("coverages[0].cobra_details", new JsonObject
            {
                ["cobra_enrolled"] = false,
                ["eligibility_start_date"] = "2024-01-02",
                ["eligibility_end_date"] = "2024-01-01",
            });
        var again = body["coverages"]![2]!["enrolled_members"]![0]!.DeepClone();
        again["volume"] = 5;
        body["coverages"]![2]!["enrolled_members"]!.AsArray().Add(again);

        Failures(body).Select(failure => failure.Field).ShouldBe(
            [
                "$.coverages[0].cobra_details.eligibility_end_date",
                "$.coverages[1].enrolled_members[0]",
                "$.coverages[2].enrolled_members[0].volume",
                "$.coverages[2].enrolled_members[1]",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void The_last_day_of_the_calendar_is_followed_by_none() =>
        Failures(FamilyBody.Of(1).Enroll(Dental, "2024-01-01").Enroll(Dental, "9999-12-31")).Select(failure => failure.Field)
            .ShouldBe(["$.coverages[1].enrolled_members[0]"]);

    [Theory]
    [InlineData("carrier_id", "nowhere", "$.coverages[1].carrier_id")]
    [InlineData("plan_id", "nothing", "$.coverages[1].plan_id")]
    [InlineData("line_of_coverage", "Dental", "$.coverages[1].line_of_coverage")]
    [InlineData("line_of_coverage", null, "$.coverages[1].line_of_coverage")]
    [InlineData("enrolled_members[0].effective_start_date", "soon", "$.coverages[1].enrolled_members[0].effective_start_date")]
    [InlineData("enrolled_members[0].effective_end_date", null, "$.coverages[1].enrolled_members[0].effective_end_date")]
    [InlineData("enrolled_members[0].custom_individual_id", "stranger", "$.coverages[1].enrolled_members[0].custom_individual_id")]
    public void What_cannot_be_told_contradicts_nothing(string field, string? value, string blamed) =>
        Failures(FamilyBody.Of(1).Enroll(Dental, "2024-01-01").Enroll(Dental, "2024-01-01").With($"coverages[1].{field}", value))
            .ShouldHaveSingleItem().Field.ShouldBe(blamed);

    [Fact]
    public void Members_with_an_id_in_common_cannot_be_told_from_each_other() =>
        Failures(FamilyBody.Of(1, dependents: 2).With("dependents[1].custom_individual_id", FamilyBody.CustomId(1, 2))
            .Enroll(Dental, "2024-01-01", position: 2).Enroll(Dental, "2024-01-01", position: 2))
            .ShouldHaveSingleItem().Field.ShouldBe("$.dependents[1].custom_individual_id");

    [Fact]
    public void What_Noyo_has_had_of_a_family_may_overlap_and_have_gaps()
    {
        var body = FamilyBody.Of(1).Enroll(Dental, "2024-01-01", "2024-03-31").Enroll(Dental, "2024-05-01").Enroll(Dental, "2024-06-01");

        _ = Failures(body).ShouldHaveSingleItem();
        Failures(body, OfHistory).ShouldBeEmpty();
    }

    [Fact]
    public void Ten_thousand_coverages_of_one_member_are_each_told()
    {
        const int Count = 10_000;
        var snapshot = Read(FamilyBody.Of(1).Enroll(Dental, "2024-01-01"));
        var coverage = snapshot.Coverages![0];
        var first = new DateOnly(2024, 1, 1);
        snapshot = snapshot with { Coverages = [.. Enumerable.Range(0, Count).Select(At)] };

        Failures(snapshot).Count.ShouldBe(Count - 1);

        InboundMemberSnapshotCoverage At(int index) => coverage with
        {
            EnrolledMembers =
            [
                coverage.EnrolledMembers![0] with
                {
                    EffectiveStartDate = first.AddDays(index).ToString("yyyy-MM-dd"),
                    EffectiveEndDate = "9999-12-31",
                },
            ],
        };
    }

    private static InboundMemberSnapshot Read(JsonObject body) =>
        JsonSerializer.Deserialize(body.ToJsonString(), WireJson.TypeInfo<InboundMemberSnapshot>())!;

    private static List<FieldError> Failures(JsonObject body, InboundMemberSnapshotValidator? validator = null) => Failures(Read(body), validator);

    private static List<FieldError> Failures(InboundMemberSnapshot snapshot, InboundMemberSnapshotValidator? validator = null) =>
    [
        .. (validator ?? Validator).Validate(snapshot).Errors
            .Select(failure => FieldError.At(JsonPath.FromPropertyPath(failure.PropertyName), failure.ErrorMessage)),
    ];
}
