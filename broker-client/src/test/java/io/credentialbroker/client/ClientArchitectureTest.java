package io.credentialbroker.client;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may depend on what: the library lives in other people's programs. */
@AnalyzeClasses(packages = "io.credentialbroker.client", importOptions = DoNotIncludeTests.class)
final class ClientArchitectureTest {
  @ArchTest
  static final ArchRule client_knowsNothingOfTheDaemonsCode = noClasses().should().dependOnClassesThat()
      .resideInAnyPackage("io.credentialbroker.core..", "io.credentialbroker.server..",
          "io.credentialbroker.sandbox..");

  @ArchTest
  static final ArchRule sdk_isNeededByTheProviderAlone = noClasses().that()
      .resideOutsideOfPackage("io.credentialbroker.client.sdk").should().dependOnClassesThat()
      .resideInAnyPackage("software.amazon..");

  @ArchTest
  static final ArchRule picocli_isNeededByTheCommandAlone = noClasses().that()
      .resideOutsideOfPackage("io.credentialbroker.client.cli..").should().dependOnClassesThat()
      .resideInAnyPackage("picocli..");

  @ArchTest
  static final ArchRule library_doesNotKnowTheCommand = noClasses().that()
      .resideOutsideOfPackage("io.credentialbroker.client.cli..").should().dependOnClassesThat()
      .resideInAPackage("io.credentialbroker.client.cli..");

  @ArchTest
  static final ArchRule roomsOfTheCommand_haveNoCircles = slices()
      .matching("io.credentialbroker.client.cli.(*)..")
      .should().beFreeOfCycles();

  /** The short ways of credential-process and status --ready load neither the command-line parser nor a JSON one. */
  @ArchTest
  static final ArchRule shortWay_needsTheJdkAlone = classes().that(nameMatching(
      ".*\\.(BrokerCommand|CredentialProcess|Readiness|Surroundings|Daemon|CredentialsClient|UnixHttpConnection|AnswerReader"
          + "|Watchdog|HttpAnswer|RuntimeDirectory|Wire)"))
      .should().onlyDependOnClassesThat(not(resideInAnyPackage("picocli..", "com.fasterxml..")));
}
