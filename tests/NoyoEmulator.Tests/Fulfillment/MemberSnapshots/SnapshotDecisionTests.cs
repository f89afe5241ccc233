using System.Text.Json.Nodes;
using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Families;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Fulfillment.MemberSnapshots;

/// <summary>What a snapshot means, decided from what is known alone: no server, no database, no clock of a world.</summary>
public sealed class SnapshotDecisionTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse(EmulatorApp.Start);

    private static readonly Group Group = new() { Id = Guid.Parse(Defaults.ExampleGroup), OrganizationId = Guid.Parse("00000000-0000-4000-8000-000000000001"), Name = "Group" };

    private int _ids;

    [Fact]
    public void A_new_family_is_created_with_ids_that_the_document_names()
    {
        var decision = Decide(FamilyBody.Of(1, dependents: 1).Enroll(Offer.Medical, "2024-09-01").Enroll(Offer.Medical, "2024-09-01", position: 2));

        decision.Members.Created.Select(member => member.Type).ShouldBe([MemberType.Employee, MemberType.Dependent]);
        decision.Members.Changed.ShouldBeEmpty();
        decision.Document.Employee!.Id.ShouldBe(decision.EmployeeId.ToString());
        decision.Enrollments.Created.Count.ShouldBe(2);
        decision.Enrollments.Created.ShouldAllBe(enrollment => enrollment.EmployeeId == decision.EmployeeId && enrollment.Period.End == Period.Open);
        decision.Carriers.ShouldBe([Guid.Parse(Defaults.AcceptingCarrier)]);
        decision.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_known_is_not_touched_by_deciding()
    {
        var before = Known(Decide(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01")));
        var (members, enrollments) = (before.Members.ToList(), before.Enrollments.ToList());

        var decision = Decide(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01", end: "2024-12-31"), before);

        before.Members.ShouldBe(members);
        before.Enrollments.ShouldBe(enrollments);
        decision.Enrollments.Changed.ShouldHaveSingleItem().Period.End.ShouldBe(new DateOnly(2024, 12, 31));
        decision.Enrollments.Created.ShouldBeEmpty();
        decision.Members.Changed.ShouldHaveSingleItem().Version.ShouldNotBe(members[0].Version);
    }

    [Fact]
    public void A_custom_id_that_is_left_out_stays()
    {
        var before = Known(Decide(FamilyBody.Of(1)));

        var decision = Decide(FamilyBody.Of(1).With("employee.id", before.Members[0].Id.ToString()).Without("employee.custom_individual_id"), before);

        decision.Members.All.ShouldHaveSingleItem().CustomIndividualId.ShouldBe(FamilyBody.CustomId(1));
    }

    [Theory]
    [InlineData("reject", 1, 0, 0)]
    [InlineData("continue", 0, 1, 0)]
    [InlineData("terminate", 0, 0, 1)]
    public void An_active_coverage_that_is_left_out_is_dealt_with_by_the_policy(string policy, int rejected, int continued, int ended)
    {
        var before = Known(Decide(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Dental, "2024-01-01")));

        var decision = Decide(
            FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").With("omitted_coverage_handling", new JsonObject { ["policy"] = policy }), before);

        (decision.Enrollments.Rejected.Count, decision.Enrollments.Continued.Count, decision.Enrollments.Ended.Count).ShouldBe((rejected, continued, ended));
        decision.IsRefused(Guid.Parse(Defaults.AcceptingCarrier)).ShouldBe(rejected > 0);
        decision.IsAllRefused.ShouldBe(rejected > 0);
        decision.Warnings.Count.ShouldBe(continued);
        decision.Document.Coverages!.Select(coverage => coverage.LineOfCoverage).ShouldBe(rejected > 0 ? ["medical"] : ["medical", "dental"]);
    }

    [Fact]
    public void A_refused_carrier_keeps_the_enrollments_that_it_had()
    {
        var before = Known(Decide(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Dental, "2024-01-01")));

        var decision = Decide(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01", end: "2024-12-31"), before);

        decision.Enrollments.Changed.ShouldBeEmpty();
        decision.Enrollments.All.ShouldBe(before.Enrollments);
    }

    [Fact]
    public void At_a_carrier_that_is_not_connected_nothing_is_enrolled_and_the_platform_is_warned()
    {
        var decision = Decide(FamilyBody.Of(1).Enroll(Offer.Vision, "2024-09-01"));

        decision.Enrollments.All.ShouldBeEmpty();
        decision.IsConnected(Guid.Parse(Defaults.ShiftingCarrier)).ShouldBeFalse();
        decision.Warnings.ShouldHaveSingleItem().ShouldContain(Defaults.ShiftingCarrier);
        decision.IsAllRefused.ShouldBeFalse();
    }

    [Fact]
    public void A_new_dependent_with_the_name_and_birthday_of_a_known_one_is_refused()
    {
        var before = Known(Decide(FamilyBody.Of(1, dependents: 1)));

        var (decision, refusal) = TryDecide(FamilyBody.Of(1, dependents: 1).With("dependents[0].custom_individual_id", "another").Without("dependents[0].id"), before);

        decision.ShouldBeNull();
        refusal!.Reason.ShouldBe(RefusalReason.Duplicate);
        refusal.Message.ShouldContain(before.Members[1].Id.ToString());
    }

    [Fact]
    public void A_carrier_where_coverage_has_ended_takes_no_part()
    {
        var before = Known(Decide(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01", end: "2024-06-30")));

        var decision = Decide(FamilyBody.Of(1), before);

        decision.Carriers.ShouldBeEmpty();
        decision.FormerCarriers.ShouldBeEmpty();
    }

    private SnapshotDecision Decide(JsonObject body, FamilyState? known = null)
    {
        var (decision, refusal) = TryDecide(body, known);
        refusal.ShouldBeNull();
        return decision!;
    }

    private (SnapshotDecision? Decision, Refusal? Refusal) TryDecide(JsonObject body, FamilyState? known = null)
    {
        known ??= FamilyState.Unknown;
        var inbound = WireJson.Read<InboundMemberSnapshot>(body.ToJsonString());
        var mentioned = MentionedMembers.Of(Group.Id, known.Members);
        var (employee, unknown) = MemberLinking.FindEmployee(inbound, mentioned, alike: []);
        unknown.ShouldBeNull();
        var (linked, refusal) = MemberLinking.Link(inbound, mentioned, employee, known.Members);
        refusal.ShouldBeNull();
        var setup = new GroupSetup(Group, [], new HashSet<Guid> { Guid.Parse(Defaults.AcceptingCarrier) });
        return SnapshotDecision.Decide(
            inbound,
            new SnapshotContext(setup, linked!, known, CarrierSetups.Of([]), CarriersAtWork: new HashSet<Guid>(), Behavior: null),
            new Moment(Now, () => new Guid(++_ids, 0, 0, new byte[8])));
    }

    /// <summary>The family as it is once a decision was carried out, and the carrier has recorded everything.</summary>
    private static FamilyState Known(SnapshotDecision decision)
    {
        var carrierId = Guid.Parse(Defaults.AcceptingCarrier);
        return FamilyState.Of(decision.Members.All, decision.Enrollments.All, [.. decision.WantedAt(carrierId).Select(record => new CarrierRecord
        {
            CarrierId = carrierId,
            IndividualId = record.IndividualId,
            Document = WireJson.Write(record),
        })]);
    }
}
