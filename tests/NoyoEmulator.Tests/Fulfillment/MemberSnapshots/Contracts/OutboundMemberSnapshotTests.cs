using System.Text.Json;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Tests.Fulfillment.MemberSnapshots.Contracts;

public sealed class OutboundMemberSnapshotTests
{
    private static readonly Guid Id = Guid.Parse("7bea80ac-499d-560b-5512-60be9e2349cb");

    private static readonly OutboundMemberSnapshot Snapshot = new()
    {
        Id = Id,
        Version = Id,
        Created = 1_656_030_390,
        Modified = 1_656_030_391,
        EmployeeId = Id,
        Status = "processing",
        CreatedMembers = [new OutboundMemberSnapshotCreatedMember { Id = Id, Type = "employee", CustomIndividualId = "e-1" }],
        MemberSnapshot = new MemberSnapshotDB { SnapshotMode = "current_open", Employee = new() { GroupId = Id.ToString() } },
        Warnings = ["<careful> & \"calm\""],
        FulfillmentSummary = [new CarrierFulfillmentStatus { CarrierId = Id, Status = "processing", Errors = [] }],
    };

    [Fact]
    public void A_snapshot_is_written_with_Noyos_names_and_without_what_is_absent() =>
        JsonSerializer.Serialize(Snapshot, WireJson.Options).ShouldBe(
            $$$"""
            {"id":"{{{Id}}}","version":"{{{Id}}}","created":1656030390,"modified":1656030391,"employee_id":"{{{Id}}}","status":"processing",
            "created_members":[{"id":"{{{Id}}}","type":"employee","custom_individual_id":"e-1"}],
            "member_snapshot":{"snapshot_mode":"current_open","employee":{"group_id":"{{{Id}}}"}},
            "warnings":["<careful> & \"calm\""],
            "fulfillment_summary":[{"carrier_id":"{{{Id}}}","status":"processing","errors":[]}]}
            """.ReplaceLineEndings(""));

    [Fact]
    public void What_was_received_and_what_replaced_it_are_written_when_known()
    {
        var json = JsonSerializer.Serialize(Snapshot with { InboundSnapshot = "{}", ReplacedBy = Id }, WireJson.Options);

        json.ShouldEndWith($$""","inbound_snapshot":"{}","replaced_by":"{{Id}}"}""");
    }

    [Fact]
    public void A_stored_snapshot_is_read_back_as_it_was()
    {
        var json = JsonSerializer.Serialize(Snapshot.MemberSnapshot, WireJson.Options);

        JsonSerializer.Deserialize<MemberSnapshotDB>(json, WireJson.Options).ShouldBe(Snapshot.MemberSnapshot);
    }
}
