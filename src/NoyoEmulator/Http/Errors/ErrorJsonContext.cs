using System.Text.Json.Serialization;
using NoyoEmulator.Http.Json;

[assembly: WireTypes<NoyoEmulator.Http.Errors.ErrorJsonContext>]

namespace NoyoEmulator.Http.Errors;

[JsonSerializable(typeof(ApiError))]
internal sealed partial class ErrorJsonContext : JsonSerializerContext;
