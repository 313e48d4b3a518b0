namespace ChatWeb.Components;

/// <summary>Texts that every screen may need, in <c>SharedTexts.resx</c>.</summary>
public sealed class SharedTexts;
