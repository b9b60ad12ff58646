package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.Explanation.Setting;
import io.credentialbroker.core.profile.Explanation.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one step of a recipe is made of, written down while it is made, so that {@code explain} cannot drift. */
final class Trail {
  private static final String MASK = "[secret]";

  private final List<Setting> settings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Writes down a value and hands it on. */
  Found took(String name, Found found) {
    settings.add(new Setting(name, found.text(), found.where().toString()));
    return found;
  }

  /** Writes down that there is a value, and not the value. */
  Found tookSecret(String name, Found found) {
    settings.add(new Setting(name, MASK, found.where().toString()));
    return found;
  }

  /** Only the first word of a command: people write passwords behind it. */
  void tookCommand(String name, String command, String origin) {
    String[] words = command.strip().split("\\s+", 2);
    settings.add(new Setting(name, words.length > 1 ? words[0] + " …" : words[0], origin));
  }

  void tookFrom(String name, String value, String origin) {
    settings.add(new Setting(name, value, origin));
  }

  /** Writes down a value that nobody wrote, and hands it on. */
  String byDefault(String name, String value) {
    settings.add(new Setting(name, value, "default"));
    return value;
  }

  void note(String note) {
    notes.add(note);
  }

  /** The finished step on top of its base, with the notes of both. */
  Resolved resolved(Recipe recipe, Section owner, @Nullable Resolved base) {
    var all = new ArrayList<>(base == null ? List.<String>of() : base.notes());
    notes.stream().filter(note -> !all.contains(note)).forEach(all::add);
    var step = new Step(recipe.label(), owner.name(), settings, base == null ? null : base.step());
    return new Resolved(recipe, step, all, owner, base == null ? owner : base.begins());
  }
}
