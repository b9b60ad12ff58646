package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.MfaDevice.Mode;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.SessionKey;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Changing any one parameter of any step changes the session key; what changes nothing does not. */
class SessionKeyOfRecipeTest {
  private static final StsEndpoint ENDPOINT = new StsEndpoint("eu-west-1", URI.create("https://x"), false,
      true,
      "eu-west-2");
  private static final SessionPolicy POLICY = new SessionPolicy("{}", List.of("arn:a", "arn:b"));
  private static final MfaDevice DEVICE = new MfaDevice("serial", Mode.ROLE);
  private static final Recipe KEYS = new Recipe.StaticKeys("AKIA", Secret.of("s"), Secret.of("t"), "1");
  private static final AssumeRoleOptions OPTIONS = new AssumeRoleOptions("name", Duration.ofHours(1), "id",
      DEVICE, "me", List.of(new SessionTag("k", "v")), List.of("k"), POLICY);

  /** One of each kind, with nothing left out. */
  private static final List<Recipe> ONE_OF_EACH = List.of(KEYS, new Recipe.Environment(),
      new Recipe.InstanceMetadata(URI.create("http://x"), Duration.ofSeconds(1), 1),
      new Recipe.ContainerEndpoint(), new Recipe.Process("c", "1"),
      new Recipe.WebIdentity(new TokenSource.File(Path.of("/t")), "arn", "name", Duration.ofHours(1), POLICY,
          ENDPOINT),
      new Recipe.WebIdentity(new TokenSource.HcpTerraform("TAG"), "arn", "name", Duration.ofHours(1), POLICY,
          ENDPOINT),
      new Recipe.WebIdentity(new TokenSource.GitHubActions("aud"), "arn", "name", Duration.ofHours(1), POLICY,
          ENDPOINT),
      new Recipe.Saml(new TokenSource.Command("c"), "arn", "provider", Duration.ofHours(1), POLICY, ENDPOINT),
      new Recipe.Sso("s", "https://x", "r", "1", "role"), new Recipe.Login("s", "r"),
      new Recipe.SessionToken(KEYS, DEVICE, Duration.ofHours(1), ENDPOINT),
      new Recipe.FederationToken(KEYS, "bob", Duration.ofHours(1), POLICY, List.of(new SessionTag("k", "v")),
          ENDPOINT),
      new Recipe.AssumeRole(KEYS, "arn", OPTIONS, ENDPOINT));

  @TestFactory
  Stream<DynamicTest> key_anyOneParameterChanged_differs() {
    return ONE_OF_EACH.stream().map(recipe -> DynamicTest.dynamicTest(recipe.label(), () -> {
      var variants = variantsOf((Record) (Object) recipe);
      var keys = variants.stream().map(variant -> SessionKey.of((Recipe) variant)).toList();
      assertThat(keys).doesNotHaveDuplicates().doesNotContain(SessionKey.of(recipe));
      assertThat(variants).hasSizeGreaterThanOrEqualTo(recipe.getClass().getRecordComponents().length);
    }));
  }

  @Test
  void key_everyKindOfRecipe_isTestedAndDiffers() {
    assertThat(ONE_OF_EACH.stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(Recipe.class.getPermittedSubclasses());
    assertThat(ONE_OF_EACH.stream().map(SessionKey::of)).doesNotHaveDuplicates();
  }

  @Test
  void key_orderOfTagsAndPolicies_meansNothing() {
    var one = new AssumeRoleOptions("n1", Duration.ofHours(1), null, null, null,
        List.of(new SessionTag("a", "1"), new SessionTag("b", "2")), List.of("a", "b"),
        new SessionPolicy(null, List.of("arn:a", "arn:b")));
    var other = new AssumeRoleOptions("n1", Duration.ofHours(1), null, null, null,
        List.of(new SessionTag("b", "2"), new SessionTag("a", "1")), List.of("b", "a"),
        new SessionPolicy(null, List.of("arn:b", "arn:a")));
    assertThat(SessionKey.of(new Recipe.AssumeRole(KEYS, "arn", one, ENDPOINT)))
        .isEqualTo(SessionKey.of(new Recipe.AssumeRole(KEYS, "arn", other, ENDPOINT)));
  }

  @Test
  void key_sameRecipe_sameAtEachStart() {
    // A digest that hung on a hash order or an identity would differ from one JVM to the next.
    assertThat(SessionKey.of(new Recipe.AssumeRole(KEYS, "arn", OPTIONS, ENDPOINT)))
        .isEqualTo(SessionKey.of(new Recipe.AssumeRole(
            new Recipe.StaticKeys("AKIA", Secret.of("s"), Secret.of("t"), "1"), "arn", OPTIONS, ENDPOINT)));
  }

  /** The record with each of its parameters changed in each way, one at a time. */
  private static List<Record> variantsOf(Record original) throws ReflectiveOperationException {
    RecordComponent[] components = original.getClass().getRecordComponents();
    Constructor<?> constructor = original.getClass().getDeclaredConstructor(
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    var variants = new ArrayList<Record>();
    for (int changed = 0; changed < components.length; changed++) {
      for (Object other : otherThan(valueOf(components[changed], original))) {
        var values = new Object[components.length];
        for (int each = 0; each < components.length; each++) {
          values[each] = each == changed ? other : valueOf(components[each], original);
        }
        variants.add((Record) constructor.newInstance(values));
      }
    }
    return variants;
  }

  private static Object valueOf(RecordComponent component, Record of) throws ReflectiveOperationException {
    component.getAccessor().setAccessible(true);
    return component.getAccessor().invoke(of);
  }

  private static List<?> otherThan(@Nullable Object value) throws ReflectiveOperationException {
    return switch (value) {
      case String text -> List.of(text + "x", "");
      case Secret secret -> List.of(Secret.of(secret.reveal() + "x"));
      case Duration duration -> List.of(duration.plusSeconds(1));
      case URI uri -> List.of(URI.create(uri + "/x"));
      case Path path -> List.of(path.resolve("x"));
      case Boolean flag -> List.of(!flag);
      case Integer number -> List.of(number + 1);
      case Mode mode -> List.of(mode == Mode.ROLE ? Mode.SESSION : Mode.ROLE);
      case List<?> list -> variantsOfList(list);
      case Record step -> variantsOf(step);
      case null, default -> throw new AssertionError("no other value for " + value);
    };
  }

  private static List<?> variantsOfList(List<?> list) throws ReflectiveOperationException {
    var variants = new ArrayList<Object>();
    variants.add(List.of());
    for (Object other : otherThan(list.getFirst())) {
      var changed = new ArrayList<Object>(list);
      changed.set(0, other);
      variants.add(changed);
    }
    return variants;
  }
}
