using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.CommandLine;

/// <summary>Finds what a word that is none may have been meant to be.</summary>
internal static class Spelling
{
    private const int MostSlips = 2;

    /// <summary>The nearest of some words, whatever the case; null where none is near.</summary>
    public static string? NearestTo(string word, IEnumerable<string> words) => words
        .Select(known => (Word: known, Slips: EditDistance.Between(known, word)))
        .Where(known => known.Slips <= MostSlips && known.Slips < known.Word.Length).OrderBy(known => known.Slips).FirstOrDefault().Word;
}
