using System.Globalization;
using NoyoEmulator.Carriers;

namespace NoyoEmulator.Tests.Carriers;

public sealed class StartDateEffectTests
{
    [Theory]
    [InlineData("first_of_next_month", "2024-08-22", "2024-09-01")]
    [InlineData("first_of_next_month", "2024-08-01", "2024-09-01")]
    [InlineData("first_of_next_month", "2024-12-31", "2025-01-01")]
    [InlineData("first_of_next_month", "9999-12-31", "9999-12-31")]
    [InlineData("+P10D", "2024-02-25", "2024-03-06")]
    [InlineData("+P0D", "2024-02-25", "2024-02-25")]
    [InlineData("+PT48H", "2024-02-28", "2024-03-01")]
    [InlineData("+P3660D", "9980-12-31", "9991-01-08")]
    [InlineData("+P3660D", "9981-01-01", "9981-01-01")]
    [InlineData("2025-01-15", "2024-02-25", "2025-01-15")]
    [InlineData("2023-01-15", "2024-02-25", "2023-01-15")]
    public void A_start_date_is_moved(string effect, string sent, string recorded)
    {
        StartDateEffect.TryParse(effect, out var move).ShouldBeTrue();

        move!(Date(sent)).ShouldBe(Date(recorded));
    }

    [Theory]
    [InlineData("")]
    [InlineData("first_of_month")]
    [InlineData("First_of_next_month")]
    [InlineData("P10D")]
    [InlineData("+")]
    [InlineData("+P1M")]
    [InlineData("+-P1D")]
    [InlineData("+PT36H")]
    [InlineData("+P3661D")]
    [InlineData("2024-02-30")]
    [InlineData("2024-2-3")]
    [InlineData("20240203")]
    public void Anything_else_is_no_effect(string effect) => StartDateEffect.TryParse(effect, out _).ShouldBeFalse();

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
