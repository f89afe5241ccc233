using System.Text.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Tests.Vocabulary;

public sealed class IsoDurationTests
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new IsoDurationJsonConverter() } };

    [Theory]
    [InlineData("PT10S", 10)]
    [InlineData("P7D", 604_800)]
    [InlineData("PT1M", 60)]
    [InlineData("P1DT2H3M4.5S", 93_784.5)]
    [InlineData("PT0S", 0)]
    [InlineData("PT36H", 129_600)]
    [InlineData(" PT10S ", 10)]
    [InlineData("00:00:10", 10)]
    [InlineData("7.00:00:00", 604_800)]
    [InlineData("00:00:00.2500000", 0.25)]
    public void Both_notations_are_read(string text, double seconds)
    {
        IsoDuration.TryParse(text, out var value, out var error).ShouldBeTrue(error);
        value.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("P1Y", "years or months")]
    [InlineData("P1M", "years or months")]
    [InlineData("P1Y2M3DT4H", "years or months")]
    [InlineData("P2W", "weeks")]
    [InlineData("-PT1S", "negative")]
    [InlineData("-00:00:01", "negative")]
    [InlineData("P20000000D", "longer")]
    [InlineData(null, "must be a duration such as PT10S")]
    [InlineData("", "must be a duration such as PT10S")]
    [InlineData("P", "must be a duration such as PT10S")]
    [InlineData("PT", "must be a duration such as PT10S")]
    [InlineData("pt10s", "must be a duration such as PT10S")]
    [InlineData("10", "must be a duration such as PT10S")]
    [InlineData("24:00:00", "must be a duration such as PT10S")]
    [InlineData("soon", "must be a duration such as PT10S")]
    public void Anything_else_is_refused_with_the_reason(string? text, string reason)
    {
        IsoDuration.TryParse(text, out var value, out var error).ShouldBeFalse();
        value.ShouldBe(TimeSpan.Zero);
        error!.ShouldContain(reason);
    }

    [Theory]
    [InlineData(0, "PT0S")]
    [InlineData(864, "PT14M24S")]
    [InlineData(604_800, "P7D")]
    [InlineData(41_909, "PT11H38M29S")]
    [InlineData(0.25, "PT0.25S")]
    public void Durations_are_written_as_iso_8601(double seconds, string text) =>
        IsoDuration.Format(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Fact]
    public void Json_carries_durations_as_text()
    {
        JsonSerializer.Serialize(TimeSpan.FromDays(2), Json).ShouldBe("\"P2D\"");
        JsonSerializer.Deserialize<TimeSpan>("\"PT1H\"", Json).ShouldBe(TimeSpan.FromHours(1));
        JsonSerializer.Deserialize<TimeSpan?>("null", Json).ShouldBeNull();
    }

    [Theory]
    [InlineData("\"P1M\"", "years or months")]
    [InlineData("10", "string")]
    [InlineData("null", "string")]
    public void Json_of_another_kind_is_refused(string json, string reason) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<TimeSpan>(json, Json)).Message.ShouldContain(reason);
}
