namespace ChatWeb.Messages.Search;

/// <summary>The sentences of the search's refusals, in <c>SearchProblems.resx</c>.</summary>
public sealed class SearchProblems;
