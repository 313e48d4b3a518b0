namespace ChatWeb.Messages.Reactions;

/// <summary>What is said of reactions, in <c>ReactionTexts.resx</c>.</summary>
public sealed class ReactionTexts;
