namespace ChatWeb.Messages.Search;

/// <summary>What the search says, in <c>SearchTexts.resx</c>.</summary>
public sealed class SearchTexts;
