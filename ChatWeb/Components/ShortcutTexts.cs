namespace ChatWeb.Components;

/// <summary>What the keys do, in <c>ShortcutTexts.resx</c>.</summary>
public sealed class ShortcutTexts;
