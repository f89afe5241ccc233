using System.Text.Json.Serialization;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;

[assembly: WireTypes<NoyoEmulator.Fulfillment.MemberSnapshots.Contracts.MemberSnapshotJsonContext>]

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;

[JsonSerializable(typeof(InboundMemberSnapshot))]
[JsonSerializable(typeof(MemberSnapshotDB))]
[JsonSerializable(typeof(OutboundMemberSnapshot))]
[JsonSerializable(typeof(OutboundSimplifiedMemberSnapshot))]
[JsonSerializable(typeof(Paginated<OutboundSimplifiedMemberSnapshot>))]
internal sealed partial class MemberSnapshotJsonContext : JsonSerializerContext;
