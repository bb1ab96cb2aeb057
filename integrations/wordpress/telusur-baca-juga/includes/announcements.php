<?php
/**
 * Tells the archive that a story was published, changed or withdrawn: a signed hint, upon which it reads the story itself.
 *
 * Announcements go out when the page is done, so that no editor waits for them. One that is lost is made up for by the
 * archive's next run.
 */

namespace Telusur\BacaJuga;

use WP_Post;

defined( 'ABSPATH' ) || exit;

/** Longest time that the announcements of one request may take, in seconds; a connection is given up after one. */
const ANNOUNCING_SECONDS = 2.0;

add_action( 'wp_after_insert_post', __NAMESPACE__ . '\\after_save', 10, 4 );
add_action( 'before_delete_post', __NAMESPACE__ . '\\before_delete', 10, 2 );
add_action( 'shutdown', __NAMESPACE__ . '\\send_announcements' );

/**
 * Notes a story that is public, or was until now.
 *
 * @param int          $id     Its number.
 * @param WP_Post      $post   As it is.
 * @param bool         $update Whether it was there before.
 * @param WP_Post|null $before As it was.
 */
function after_save( int $id, WP_Post $post, bool $update, $before ): void {
	if ( is_public( $post ) || ( $before instanceof WP_Post && is_public( $before ) ) ) {
		to_announce( $id );
	}
}

/**
 * Notes a story that is deleted for good.
 *
 * @param int     $id   Its number.
 * @param WP_Post $post As it is.
 */
function before_delete( int $id, WP_Post $post ): void {
	if ( in_array( $post->post_type, story_types(), true ) ) {
		to_announce( $id );
	}
}

/**
 * Tells whether anybody may read a post, and it is a story.
 *
 * @param WP_Post $post The post.
 */
function is_public( WP_Post $post ): bool {
	return 'publish' === $post->post_status && '' === $post->post_password && in_array( $post->post_type, story_types(), true );
}

/**
 * Notes a story for the end of the request; returns all that were noted. A save may fire several times.
 *
 * @param int|null $id Its number; null to note none.
 * @return int[]
 */
function to_announce( ?int $id = null ): array {
	static $noted = array();
	if ( null !== $id ) {
		$noted[ $id ] = $id;
	}
	return $noted;
}

/** Sends what was noted, as far as time allows. */
function send_announcements(): void {
	$settings = settings();
	if ( '' === $settings['address'] || '' === $settings['secret'] || array() === to_announce() ) {
		return;
	}
	if ( function_exists( 'fastcgi_finish_request' ) ) {
		fastcgi_finish_request(); // The editor's page is sent; what follows costs nobody time.
	}
	$end = microtime( true ) + ANNOUNCING_SECONDS;
	foreach ( to_announce() as $id ) {
		if ( microtime( true ) > $end ) {
			return;
		}
		announce( $settings, $id );
	}
}

/**
 * Sends one announcement, without waiting for the answer.
 *
 * @param array<string, string> $settings The settings.
 * @param int                   $id       The story's number.
 */
function announce( array $settings, int $id ): void {
	$body = (string) wp_json_encode( array( 'id' => $id ) );
	$time = (string) time();
	wp_remote_post(
		$settings['address'] . '/hooks/wordpress',
		array(
			'blocking'    => false,
			'timeout'     => 1,
			'redirection' => 0,
			'headers'     => array(
				'Content-Type'        => 'application/json',
				'X-Telusur-Timestamp' => $time,
				'X-Telusur-Signature' => hash_hmac( 'sha256', $time . '.' . $body, $settings['secret'] ),
			),
			'body'        => $body,
		)
	);
}
