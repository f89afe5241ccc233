using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.Comparison;

/// <summary>
/// The JSON text that describes an object one side lacks. Names and order of an enrollment's properties are those of the
/// published sample; a person's are the same without those of the enrollment (inferred).
/// </summary>
internal static class MissingObject
{
    // The text is data in an API, never part of a page: O'Brien needs no escape.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(MemberRecord member) => Write(new JsonObject
    {
        ["individual_id"] = PlainText.Of(member.IndividualId),
        ["member_first_name"] = member.Person.FirstName,
        ["member_last_name"] = member.Person.LastName,
        ["member_type"] = TypeOf(member),
    });

    public static string Of(MemberRecord member, EnrollmentRecord enrollment) => Write(new JsonObject
    {
        ["individual_id"] = PlainText.Of(member.IndividualId),
        ["line_of_coverage"] = enrollment.LineOfCoverage,
        ["member_first_name"] = member.Person.FirstName,
        ["member_last_name"] = member.Person.LastName,
        ["member_type"] = TypeOf(member),
        ["plan_id"] = PlainText.Of(enrollment.PlanId),
    });

    private static string TypeOf(MemberRecord member) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(member.IndividualType.ToString());

    private static string Write(JsonObject value) => value.ToJsonString(Readable);
}
