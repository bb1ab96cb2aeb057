<?php
/**
 * The way from the editor's browser to the archive: through this site, for people who may edit the story.
 *
 * WordPress takes a cookie for nobody unless the request carries the nonce that wp.apiFetch sends.
 */

namespace Telusur\BacaJuga;

use WP_Error;
use WP_REST_Request;
use WP_REST_Response;

defined( 'ABSPATH' ) || exit;

const REST_NAMESPACE = 'telusur-baca-juga/v1';

add_action( 'rest_api_init', __NAMESPACE__ . '\\register_routes' );

/** Adds the one route. */
function register_routes(): void {
	register_rest_route(
		REST_NAMESPACE,
		'/suggestions',
		array(
			'methods'             => 'POST',
			'callback'            => __NAMESPACE__ . '\\answer',
			'permission_callback' => __NAMESPACE__ . '\\may_ask',
			'args'                => array(
				'post'    => array(
					'type'    => 'integer',
					'default' => 0,
					'minimum' => 0,
				),
				'title'   => array(
					'type'    => 'string',
					'default' => '',
				),
				'content' => array(
					'type'     => 'string',
					'required' => true,
				),
			),
		)
	);
}

/**
 * Tells whether somebody may ask: whoever may edit the story, or write one where it is new.
 *
 * @param WP_REST_Request $request The request.
 */
function may_ask( WP_REST_Request $request ): bool {
	$post = (int) $request['post'];
	return $post > 0 ? current_user_can( 'edit_post', $post ) : current_user_can( 'edit_posts' );
}

/**
 * Answers with suggestions. Nothing of the draft is kept.
 *
 * @param WP_REST_Request $request The request.
 * @return WP_REST_Response|WP_Error
 */
function answer( WP_REST_Request $request ) {
	$found = suggestions( $request['title'], $request['content'], public_address( (int) $request['post'] ) );
	if ( is_wp_error( $found ) ) {
		return $found;
	}
	$response = new WP_REST_Response( array( 'suggestions' => $found ) );
	$response->header( 'Cache-Control', 'no-store' );
	return $response;
}

/**
 * Returns where a published story stands; '' for others.
 *
 * @param int $post The story's number; 0 for a new one.
 */
function public_address( int $post ): string {
	return $post > 0 && 'publish' === get_post_status( $post ) ? (string) get_permalink( $post ) : '';
}
