using System.Text.Json.Serialization;
using NoyoEmulator.Http.Json;

[assembly: WireTypes<NoyoEmulator.Http.Lists.ListJsonContext>]

namespace NoyoEmulator.Http.Lists;

/// <summary>Generated metadata of what every list has.</summary>
[JsonSerializable(typeof(Meta))]
internal sealed partial class ListJsonContext : JsonSerializerContext;
