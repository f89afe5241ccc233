using System.Runtime.InteropServices;

namespace NoyoEmulator.Http.Lists;

/// <summary>The part of a list that was asked for.</summary>
/// <param name="PageSize">At most this many records.</param>
/// <param name="Offset">Leaving out this many records first.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PageRequest(int PageSize, int Offset)
{
    /// <summary>Source: Noyo's "using the API" page.</summary>
    public const int DefaultPageSize = 20;

    /// <summary>The published minimum is 5, but the published example uses 2; one record is honoured here.</summary>
    public const int MinPageSize = 1;

    /// <summary>Source: Noyo's "using the API" page.</summary>
    public const int MaxPageSize = 100;

    /// <summary>The largest offset whose page number is still an int32.</summary>
    public const int MaxOffset = int.MaxValue - 1;

    /// <summary>The page that holds all of a list that is not paged.</summary>
    public static PageRequest Whole(int count) => new(Math.Max(count, DefaultPageSize), 0);
}

/// <summary>Which part of a list an answer holds. Source: OpenAPI.</summary>
/// <param name="Offset">The place of the first record in the whole list.</param>
/// <param name="PageNum">Counted from 1; with an offset that is no multiple of the page size, the page the offset lies in.</param>
/// <param name="PageSize">The most records a page holds.</param>
/// <param name="TotalRecords">The records of the whole list.</param>
public sealed record Meta(int Offset, int PageNum, int PageSize, int TotalRecords)
{
    /// <summary>The metadata of an answer to <paramref name="page"/>.</summary>
    public static Meta For(PageRequest page, int totalRecords) =>
        new(page.Offset, (page.Offset / page.PageSize) + 1, page.PageSize, totalRecords);
}

/// <summary>Noyo's envelope of a list.</summary>
/// <typeparam name="T">The type of a record.</typeparam>
/// <param name="Meta">Which part of the list this is.</param>
/// <param name="Response">The records.</param>
public sealed record Paginated<T>(Meta Meta, IReadOnlyList<T> Response)
{
    /// <summary>The answer to <paramref name="page"/>.</summary>
    internal static Paginated<T> For(PageRequest page, int totalRecords, IReadOnlyList<T> records) =>
        new(Meta.For(page, totalRecords), records);
}
