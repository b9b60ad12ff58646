package io.credentialbroker.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.credentialbroker.sandbox", importOptions = ImportOption.DoNotIncludeTests.class)
class RulesTest {
  @ArchTest
  static final ArchRule NETTY_STAYS_IN_THE_HTTP_ROOM = noClasses().that()
      .resideOutsideOfPackage("io.credentialbroker.sandbox.http").should().dependOnClassesThat()
      .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule NOTHING_OF_THE_BROKER_IS_KNOWN_HERE = noClasses().should().dependOnClassesThat()
      .resideInAnyPackage("io.credentialbroker.core..", "io.credentialbroker.server..",
          "io.credentialbroker.client..");

  @ArchTest
  static final ArchRule NOTHING_OF_THE_SDK_IS_NEEDED = noClasses().should().dependOnClassesThat()
      .resideInAPackage("software.amazon.awssdk..");

  @ArchTest
  static final ArchRule POLICIES_KNOW_NOTHING_ELSE = noClasses().that()
      .resideInAPackage("io.credentialbroker.sandbox.policy").should().dependOnClassesThat()
      .resideInAnyPackage("io.credentialbroker.sandbox.world", "io.credentialbroker.sandbox.session",
          "io.credentialbroker.sandbox.sts", "io.credentialbroker.sandbox.http");
}
